package dev.vitrine.query.pushdown.function;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A value of the session. It is pushed as a parameter: the store's own CURRENT_USER is the account
 * that the registry uses, and a constant would put the user into a plan that others share.
 */
public final class SessionFunction extends SqlFunction {
  /** The caller. */
  public static final SessionFunction USER = new SessionFunction("CURRENT_USER", -1);

  /** The current catalog. */
  public static final SessionFunction CATALOG = new SessionFunction("CURRENT_CATALOG", -2);

  /** The current schema. */
  public static final SessionFunction SCHEMA = new SessionFunction("CURRENT_SCHEMA", -3);

  /** The registry's own name. */
  public static final SessionFunction METASTORE = new SessionFunction("CURRENT_METASTORE", -4);

  static final List<SessionFunction> ALL =
      List.of(
          USER,
          CATALOG,
          SCHEMA,
          METASTORE,
          new SessionFunction("SESSION_USER", -1),
          new SessionFunction("USER", -1),
          new SessionFunction("CURRENT_DATABASE", -3));

  private final int marker;

  private SessionFunction(String name, int marker) {
    super(
        name,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(SqlTypeName.VARCHAR, 255),
        null,
        OperandTypes.NILADIC,
        SqlFunctionCategory.SYSTEM);
    this.marker = marker;
  }

  /** Its number among the markers of a pushed statement; users' parameters count from 0. */
  public int marker() {
    return marker;
  }

  @Override
  public SqlSyntax getSyntax() {
    return SqlSyntax.FUNCTION_ID;
  }

  /** Keeps optimiser rules from treating it as a constant. */
  @Override
  public boolean isDynamicFunction() {
    return true;
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    SqlWriter.Frame frame = writer.startFunCall("CAST");
    writer.dynamicParam(marker);
    writer.sep("AS");
    writer.literal("VARCHAR");
    writer.endFunCall(frame);
  }
}
