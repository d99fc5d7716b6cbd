package dev.vitrine.query.pushdown.type;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.BasicSqlType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A TIMESTAMP whose values are points in time, as in a session whose time zone is UTC. For the
 * store it is a TIMESTAMP; only clients treat it differently. Calcite's TIMESTAMP WITH LOCAL TIME
 * ZONE would make every cast and function of the generated SQL depend on the store's time zone.
 */
public final class InstantType extends BasicSqlType {
  private static final long serialVersionUID = 1;
  private static final int MILLISECONDS = 3;

  public InstantType(boolean nullable, int precision) {
    super(StoreTypes.INSTANCE, SqlTypeName.TIMESTAMP, nullable, precision);
  }

  /** The type of points in time that are not NULL, to the millisecond. */
  public static RelDataType milliseconds(RelDataTypeFactory types) {
    return types.createTypeWithNullability(new InstantType(false, MILLISECONDS), false);
  }

  /** Whether values of {@code type} are points in time. */
  public static boolean matches(RelDataType type) {
    return type instanceof InstantType;
  }

  @Override
  public BasicSqlType createWithNullability(boolean nullable) {
    return nullable == isNullable() ? this : new InstantType(nullable, getPrecision());
  }

  /** Makes it a distinct type, so that expressions of the two types are not confused. */
  @Override
  protected void generateTypeString(StringBuilder text, boolean withDetail) {
    super.generateTypeString(text, withDetail);
    if (withDetail) {
      text.append(" INSTANT");
    }
  }
}
