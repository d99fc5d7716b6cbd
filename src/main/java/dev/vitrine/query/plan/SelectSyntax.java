package dev.vitrine.query.plan;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Creates syntax trees of SELECT without GROUP BY and the clauses that follow it. */
public final class SelectSyntax {
  private SelectSyntax() {}

  /** SELECT items FROM from. */
  public static SqlSelect of(SqlParserPos position, SqlNodeList items, @Nullable SqlNode from) {
    return of(position, items, from, null);
  }

  /** SELECT items FROM from WHERE where; a clause that is null is missing. */
  public static SqlSelect of(
      SqlParserPos position, SqlNodeList items, @Nullable SqlNode from, @Nullable SqlNode where) {
    return new SqlSelect(
        position, null, items, from, where, null, null, null, null, null, null, null, null);
  }
}
