package dev.vitrine.registry.task;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.text.LookAlikes;
import dev.vitrine.error.VitrineException;
import dev.vitrine.share.ShareRequest;
import dev.vitrine.statement.tree.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The result of a task. */
public sealed interface TaskResult {
  /**
   * A change.
   *
   * @param count number of changed objects
   * @param version number of a new version
   * @param warnings sentences for the client
   */
  record Changed(long count, OptionalLong version, List<String> warnings) implements TaskResult {
    public Changed {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The statement only looks: its rows are those of this query over the secured relations.
   *
   * @param sql a constant text, with {@code ?} for every value
   * @param absence the error if there are no rows; without it, the result has no rows
   */
  record Query(String sql, List<Object> parameters, Optional<VitrineException> absence)
      implements TaskResult {
    public Query {
      parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    /** A query that can have no rows. */
    public Query(String sql, List<Object> parameters) {
      this(sql, parameters, Optional.empty());
    }

    /** An expression that prints a time with three digits of the second, as clients print it. */
    public static String text(String time) {
      return "TO_CHAR(" + time + ", 'YYYY-MM-DD HH24:MI:SS.MS')";
    }
  }

  /** The result is one row with this statement as SQL text. */
  record Definition(Statement statement) implements TaskResult {
    /** The single column of the result, as Databricks names it. */
    public static final String COLUMN = "createtab_stmt";
  }

  /**
   * An object was created; the single row contains data that cannot be read later. {@code toString}
   * omits the row.
   */
  record Created(List<Column> columns, List<Object> row) implements TaskResult {
    public Created {
      columns = List.copyOf(columns);
      row = Collections.unmodifiableList(new ArrayList<>(row));
    }

    @Override
    public String toString() {
      return "Created[columns=" + columns + "]";
    }
  }

  /**
   * The statement needs a response of a provider. It is run again from the start with the response,
   * for which no connection to the store is held.
   */
  record Awaits(ShareRequest request) implements TaskResult {}

  /** The statement only looks: its rows come from elsewhere. */
  record Listed(List<Column> columns, List<List<Object>> rows) implements TaskResult {
    public Listed {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /** The session continues with another current catalog and schema. */
  record CurrentSchema(String catalog, String schema) implements TaskResult {}

  /** Whether success is recorded in the audit trail. */
  default boolean recorded() {
    return this instanceof Changed || this instanceof Created;
  }

  /** That many objects were changed. */
  static TaskResult changed(long count) {
    return new Changed(count, OptionalLong.empty(), List.of());
  }

  /** A version with this number was created. */
  static TaskResult createdVersion(long number) {
    return new Changed(1, OptionalLong.of(number), List.of());
  }

  /** A user or group was created; warns when its name looks like another name. */
  static TaskResult createdPrincipal(String name) {
    return new Changed(1, OptionalLong.empty(), LookAlikes.warning(name).stream().toList());
  }
}
