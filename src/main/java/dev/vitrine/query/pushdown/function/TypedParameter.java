package dev.vitrine.query.pushdown.function;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.DataType;
import java.util.EnumMap;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/**
 * Wraps a parameter and prints as a cast, because stores cannot infer the type of a bare marker
 * everywhere. The cast has no length: {@code name = ?} would make the parameter a VARCHAR(255), and
 * a longer value truncated to 255 characters would match a different name.
 */
public final class TypedParameter extends SqlFunction {
  private static final Map<DataType, TypedParameter> ALL = new EnumMap<>(DataType.class);

  static {
    for (DataType type : DataType.values()) {
      ALL.put(type, new TypedParameter(type));
    }
  }

  private final DataType type;

  private TypedParameter(DataType type) {
    super(
        "PARAMETER_" + type,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.ARG0,
        null,
        OperandTypes.ANY,
        SqlFunctionCategory.SYSTEM);
    this.type = type;
  }

  public static TypedParameter of(DataType type) {
    return requireNonNull(ALL.get(type));
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    SqlWriter.Frame frame = writer.startFunCall("CAST");
    call.operand(0).unparse(writer, 0, 0);
    writer.sep("AS");
    writer.literal(
        switch (type) {
          case VARCHAR, INTEGER, BIGINT, BOOLEAN, DATE, TIMESTAMP, INSTANT -> type.sqlName();
          // H2 keeps no fractions of seconds in a TIME without a precision.
          case TIME -> "TIME(3)";
          case DOUBLE -> "DOUBLE PRECISION";
          case DECIMAL -> ((StoreDialect) writer.getDialect()).unboundedDecimal();
        });
    writer.endFunCall(frame);
  }
}
