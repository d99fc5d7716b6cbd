package dev.vitrine.registry.task;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.FileRight;
import dev.vitrine.catalog.LookAlikes;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.statement.tree.Call.LocateFiles;
import dev.vitrine.statement.tree.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a task answers. */
public sealed interface TaskResult {
  /**
   * Something was changed.
   *
   * @param count how many objects
   * @param version the number a new version was given
   * @param warnings sentences for the client about what was done
   */
  record Changed(long count, OptionalLong version, List<String> warnings) implements TaskResult {
    public Changed {
      requireNonNull(version);
      warnings = List.copyOf(warnings);
    }

    /** A change without a warning. */
    public Changed(long count, OptionalLong version) {
      this(count, version, List.of());
    }
  }

  /**
   * The statement only looks: its rows are those of this query over the secured relations.
   *
   * @param sql a constant text, with {@code ?} for every value
   */
  record Query(String sql, List<Object> parameters) implements TaskResult {
    public Query {
      requireNonNull(sql);
      parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }
  }

  /** The statement asks for a text: the one row of the answer is this statement as SQL. */
  record Definition(Statement statement) implements TaskResult {
    /** The one column of the answer, as Databricks names it. */
    public static final String COLUMN = "createtab_stmt";

    public Definition {
      requireNonNull(statement);
    }
  }

  /**
   * Something was made, and the one row of the answer tells what cannot be asked for later. Prints
   * without that row.
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
   * A version's files may be used.
   *
   * @param set which they are
   * @param right that was used, for what is to be checked again later
   * @param recorded whether the trail tells of it
   */
  record Opened(long set, FileRight right, boolean recorded) implements TaskResult {
    public Opened {
      requireNonNull(right);
    }
  }

  /** A version's files; empty for who may not use them, or if there are none. */
  record Located(Optional<LocateFiles.Found> files) implements TaskResult {
    public Located {
      requireNonNull(files);
    }

    @Override
    public boolean recorded() {
      return files.isPresent();
    }
  }

  /** A model was read. */
  record Model(RegisteredModel model) implements TaskResult {
    public Model {
      requireNonNull(model);
    }
  }

  /**
   * A version was begun or made READY.
   *
   * @param version empty for who may not read it
   */
  record Registered(long number, Optional<ModelVersion> version) implements TaskResult {
    public Registered {
      requireNonNull(version);
    }
  }

  /** A version was read; empty for who may not read it, and did not insist. */
  record Version(Optional<ModelVersion> version) implements TaskResult {
    public Version {
      requireNonNull(version);
    }
  }

  /** The session goes on in another catalog and schema. */
  record Moved(String catalog, String schema) implements TaskResult {
    public Moved {
      requireNonNull(catalog);
      requireNonNull(schema);
    }
  }

  /** Whether the audit trail tells of the success. */
  default boolean recorded() {
    return this instanceof Changed || this instanceof Created || this instanceof Registered;
  }

  /** That many objects were changed. */
  static TaskResult changed(long count) {
    return new Changed(count, OptionalLong.empty());
  }

  /** A user or group was created; warns when its name looks like another name. */
  static TaskResult createdPrincipal(String name) {
    return new Changed(1, OptionalLong.empty(), LookAlikes.warning(name).stream().toList());
  }
}
