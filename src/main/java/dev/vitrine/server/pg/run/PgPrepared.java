package dev.vitrine.server.pg.run;

import dev.vitrine.catalog.DataType;
import dev.vitrine.server.pg.message.PgColumn;
import dev.vitrine.server.pg.message.PgType;
import dev.vitrine.server.pg.sql.CatalogText;
import dev.vitrine.server.pg.sql.DialectText;
import dev.vitrine.server.pg.sql.SessionStatement;
import java.util.List;

/**
 * A statement of a client that was understood.
 *
 * @param columns of its rows; empty if it returns none
 * @param parameters types of the client's parameters, in order
 * @param returnsRows whether it returns rows
 * @param bytes charged to the session's memory while it is open
 */
record PgPrepared(
    Body body, List<PgColumn> columns, List<PgType> parameters, boolean returnsRows, long bytes) {
  PgPrepared {
    columns = List.copyOf(columns);
    parameters = List.copyOf(parameters);
  }

  /** What a statement consists of. */
  sealed interface Body {
    /** No statement: a text with comments only. */
    record Empty() implements Body {}

    /** A statement that only PostgreSQL has. */
    record OfSession(SessionStatement statement) implements Body {}

    /** A query on PostgreSQL's catalog. */
    record OfCatalog(CatalogText text) implements Body {}

    /**
     * A statement of the dialect.
     *
     * @param types of the {@code ?}
     * @param tag of its completion
     */
    record OfDialect(DialectText text, List<DataType> types, String tag) implements Body {
      public OfDialect {
        types = List.copyOf(types);
      }
    }
  }
}
