package dev.vitrine.query.plan;

import dev.vitrine.error.Position;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The piece of a query that an error is about. */
public final class SourceText {
  private SourceText() {}

  /** The text of the place that an error of Calcite names; empty if it is outside of the query. */
  public static String at(String sql, CalciteContextException place) {
    int start = offset(sql, place.getPosLine(), place.getPosColumn());
    int end = offset(sql, place.getEndPosLine(), place.getEndPosColumn()) + 1;
    return start >= 0 && start < end && end <= sql.length() ? sql.substring(start, end) : "";
  }

  /** The offset of a line and column, both from 1; line ends are those of Calcite. */
  public static int offset(String sql, int line, int column) {
    int offset = 0;
    for (int i = 1; i < line; i++) {
      int end = sql.indexOf('\n', offset);
      if (end < 0) {
        return -1;
      }
      offset = end + 1;
    }
    return offset + column - 1;
  }

  /** The line and column of an offset. */
  public static Position position(String sql, int offset) {
    int line = 1;
    int start = 0;
    for (int end = sql.indexOf('\n'); end >= 0 && end < offset; end = sql.indexOf('\n', start)) {
      line++;
      start = end + 1;
    }
    return new Position(line, offset - start + 1);
  }

  /** The place where a piece of syntax begins. */
  public static Position position(SqlParserPos place) {
    return new Position(Math.max(1, place.getLineNum()), Math.max(1, place.getColumnNum()));
  }
}
