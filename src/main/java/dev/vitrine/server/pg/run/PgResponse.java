package dev.vitrine.server.pg.run;

import dev.vitrine.server.pg.message.ErrorFields;
import dev.vitrine.server.pg.message.PgColumn;
import java.util.List;

/** The result of one statement of a client. */
public sealed interface PgResponse {
  /**
   * A statement without rows.
   *
   * @param tag of its CommandComplete message
   */
  record Done(String tag, List<ErrorFields> notices) implements PgResponse {
    public Done {
      notices = List.copyOf(notices);
    }

    static Done of(String tag) {
      return new Done(tag, List.of());
    }
  }

  /**
   * Rows.
   *
   * @param tag begins the tag of the CommandComplete message
   * @param counted whether the number of rows ends the tag
   */
  record Result(List<PgColumn> columns, PgRows rows, String tag, boolean counted)
      implements PgResponse {
    public Result {
      columns = List.copyOf(columns);
    }
  }

  /** Rows for the COPY protocol. */
  record Copy(Result result, CopyFormat format) implements PgResponse {}
}
