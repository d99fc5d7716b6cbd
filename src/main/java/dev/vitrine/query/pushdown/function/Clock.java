package dev.vitrine.query.pushdown.function;

import dev.vitrine.query.pushdown.type.InstantType;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The time of the statement, in UTC as all times of the registry are, to the millisecond. The
 * functions of the stores use the time zone of the connection, those of Calcite whole seconds.
 */
public final class Clock extends SqlFunction {
  static final List<Clock> ALL =
      List.of(
          new Clock(
              "CURRENT_TIMESTAMP", binding -> InstantType.milliseconds(binding.getTypeFactory())),
          new Clock("LOCALTIMESTAMP", ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 3)),
          new Clock("CURRENT_TIME", ReturnTypes.explicit(SqlTypeName.TIME, 3)),
          new Clock("LOCALTIME", ReturnTypes.explicit(SqlTypeName.TIME, 3)),
          new Clock("CURRENT_DATE", ReturnTypes.DATE));

  private Clock(String name, SqlReturnTypeInference type) {
    super(
        name,
        SqlKind.OTHER_FUNCTION,
        type,
        null,
        OperandTypes.or(OperandTypes.NILADIC, OperandTypes.POSITIVE_INTEGER_LITERAL),
        SqlFunctionCategory.TIMEDATE);
  }

  @Override
  public SqlSyntax getSyntax() {
    return SqlSyntax.FUNCTION_ID;
  }

  @Override
  public boolean isDynamicFunction() {
    return true;
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    if (writer.getDialect() instanceof StoreDialect store) {
      String type =
          switch (getName()) {
            case "CURRENT_DATE" -> "DATE";
            case "CURRENT_TIME", "LOCALTIME" -> "TIME(3)";
            default -> "TIMESTAMP(3)";
          };
      writer.literal("CAST(" + store.utcNow() + " AS " + type + ")");
    } else {
      // Calcite names columns after the text of their expressions in its own dialect.
      super.unparse(writer, call, leftPrec, rightPrec);
    }
  }
}
