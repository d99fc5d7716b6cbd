package dev.vitrine.query.validate;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** Replaces the names of merged columns in an expression, outside of its sub-queries. */
class ColumnNames extends SqlShuttle {
  private final MergedColumns columns;
  private final SqlValidatorScope scope;

  ColumnNames(MergedColumns columns, SqlValidatorScope scope) {
    this.columns = columns;
    this.scope = scope;
  }

  @SuppressWarnings("unchecked")
  final <T extends SqlNode> T replaced(T expression) {
    return (T) expression.accept(this);
  }

  @Override
  public SqlNode visit(SqlIdentifier name) {
    return name.names.size() <= 2 && !name.isStar()
        ? columns.value(name, scope).orElse(name)
        : name;
  }

  @Override
  public SqlNode visit(SqlCall call) {
    if (call.isA(SqlKind.QUERY) || call.getKind() == SqlKind.WITH) {
      return call;
    }
    // Aliases and names of windows are operands, but not columns.
    CallCopyingArgHandler operands = new CallCopyingArgHandler(call, false);
    call.getOperator().acceptCall(this, call, true, operands);
    return operands.result();
  }
}
