package dev.vitrine.query.pushdown.print;

import static org.apache.calcite.sql.parser.SqlParserPos.QUOTED_ZERO;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Prints the condition of HAVING in a frame, as Calcite prints that of WHERE. Without a frame it
 * leaves out the parentheses of a sub-query that the condition starts or ends with.
 */
public final class HavingClause extends SqlSpecialOperator {
  private static final HavingClause INSTANCE = new HavingClause();

  private HavingClause() {
    super("HAVING", SqlKind.OTHER);
  }

  /** Frames the condition of each HAVING in the statement. */
  public static void frame(SqlNode statement) {
    statement.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            super.visit(call);
            if (call instanceof SqlSelect select && select.getHaving() != null) {
              select.setHaving(INSTANCE.createCall(QUOTED_ZERO, select.getHaving()));
            }
            return null;
          }
        });
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.WHERE_LIST, "", "");
    call.operand(0).unparse(writer, 0, 0);
    writer.endList(frame);
  }
}
