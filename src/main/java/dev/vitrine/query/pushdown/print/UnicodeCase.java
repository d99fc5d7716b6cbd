package dev.vitrine.query.pushdown.print;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Upper and lower case in PostgreSQL by Unicode's rules, as in H2. Without a collation PostgreSQL
 * uses the locale of the database, and knows no letters outside of ASCII if that is C.
 */
public final class UnicodeCase extends SqlSpecialOperator {
  private static final UnicodeCase TEXT = new UnicodeCase();
  private static final String UNICODE = ") COLLATE \"und-x-icu\"";

  private UnicodeCase() {
    super("COLLATE", SqlKind.OTHER);
  }

  /** Prints LOWER or UPPER. The result has the collation of other texts again. */
  public static void unparse(SqlWriter writer, SqlCall call) {
    writer.literal("(" + call.getOperator().getName() + "((");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal(UNICODE + ") COLLATE \"default\")");
  }

  /** The text with the collation, for ILIKE. */
  public static SqlNode of(SqlNode text) {
    return TEXT.createCall(SqlParserPos.ZERO, text);
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    writer.literal("(");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal(UNICODE);
  }
}
