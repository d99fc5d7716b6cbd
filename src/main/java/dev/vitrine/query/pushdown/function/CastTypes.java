package dev.vitrine.query.pushdown.function;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Other names of types as targets of casts. CHAR(n) is VARCHAR(n): PostgreSQL ignores the blanks of
 * a CHAR in comparisons, concatenations and lengths, other stores do not. TINYINT is SMALLINT and
 * REAL is DOUBLE, because PostgreSQL has no TINYINT and the stores round and compare REAL
 * differently.
 */
final class CastTypes {
  private static final Set<String> TEXTS = Set.of("TEXT", "STRING");

  private static final Map<String, SqlTypeName> WIDER =
      Map.of(
          "TINYINT", SqlTypeName.SMALLINT, "REAL", SqlTypeName.DOUBLE, "FLOAT", SqlTypeName.DOUBLE);

  private CastTypes() {}

  /** Replaces the target type of a cast. */
  static void plain(SqlBasicCall call) {
    if (call.getKind() == SqlKind.CAST && call.operand(1) instanceof SqlDataTypeSpec type) {
      call.setOperand(1, plain(type));
    }
  }

  static SqlDataTypeSpec plain(SqlDataTypeSpec type) {
    SqlTypeNameSpec name = type.getTypeNameSpec();
    SqlIdentifier written = name.getTypeName();
    SqlParserPos place = type.getParserPosition();
    if (written.isSimple() && TEXTS.contains(written.getSimple().toUpperCase(Locale.ROOT))) {
      return new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, place), place);
    }
    if (name instanceof SqlBasicTypeNameSpec basic && written.getSimple().equals("CHAR")) {
      int length = Math.max(1, basic.getPrecision());
      return new SqlDataTypeSpec(
          new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, length, place), place);
    }
    if (name instanceof SqlBasicTypeNameSpec) {
      SqlTypeName other = WIDER.get(written.getSimple());
      if (other != null) {
        return new SqlDataTypeSpec(new SqlBasicTypeNameSpec(other, place), place);
      }
    }
    return type;
  }
}
