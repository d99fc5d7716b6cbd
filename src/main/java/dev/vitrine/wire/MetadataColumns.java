package dev.vitrine.wire;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The result sets of DatabaseMetaData: labels, order, and constant results. */
final class MetadataColumns {
  static final List<Column> CATALOGS = columns("TABLE_CAT");

  static final List<Column> SCHEMAS = columns("TABLE_SCHEM TABLE_CATALOG");

  static final List<Column> TABLE_TYPES = columns("TABLE_TYPE");

  static final List<Object[]> TABLE_TYPE_ROWS =
      List.of(new Object[] {"MODEL"}, new Object[] {"TABLE"}, new Object[] {"VIEW"});

  static final List<Column> TABLES =
      columns(
          "TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS TYPE_CAT TYPE_SCHEM "
              + "TYPE_NAME SELF_REFERENCING_COL_NAME REF_GENERATION");

  static final List<Column> COLUMNS =
      columns(
          "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:i TYPE_NAME "
              + "COLUMN_SIZE:i BUFFER_LENGTH:i DECIMAL_DIGITS:i NUM_PREC_RADIX:i NULLABLE:i "
              + "REMARKS COLUMN_DEF SQL_DATA_TYPE:i SQL_DATETIME_SUB:i CHAR_OCTET_LENGTH:i "
              + "ORDINAL_POSITION:i IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE "
              + "SOURCE_DATA_TYPE:i IS_AUTOINCREMENT IS_GENERATEDCOLUMN");

  static final List<Column> TYPE_INFO =
      columns(
          "TYPE_NAME DATA_TYPE:i PRECISION:i LITERAL_PREFIX LITERAL_SUFFIX "
              + "CREATE_PARAMS NULLABLE:i CASE_SENSITIVE:b SEARCHABLE:i UNSIGNED_ATTRIBUTE:b "
              + "FIXED_PREC_SCALE:b AUTO_INCREMENT:b LOCAL_TYPE_NAME MINIMUM_SCALE:i "
              + "MAXIMUM_SCALE:i SQL_DATA_TYPE:i SQL_DATETIME_SUB:i NUM_PREC_RADIX:i");

  /** The types of the relations' columns and of CAST, by JDBC type. */
  static final List<Object[]> TYPE_INFO_ROWS =
      List.of(
          type("BIGINT", Types.BIGINT, 19, null, null, 0),
          type("DECIMAL", Types.DECIMAL, 38, null, "precision,scale", 38),
          type("INTEGER", Types.INTEGER, 10, null, null, 0),
          type("DOUBLE", Types.DOUBLE, 17, null, null, 0),
          type("VARCHAR", Types.VARCHAR, 65_535, "'", "length", 0),
          type("BOOLEAN", Types.BOOLEAN, 1, null, null, 0),
          type("DATE", Types.DATE, 10, "DATE '", null, 0),
          type("TIME", Types.TIME, 12, "TIME '", null, 3),
          type("TIMESTAMP", Types.TIMESTAMP, 23, "TIMESTAMP '", null, 3));

  private MetadataColumns() {}

  /** A row of {@link #COLUMNS} from one of {@code information_schema.columns}. */
  static Object[] describeColumn(Object[] column) {
    int type = ((Number) column[4]).intValue();
    boolean numeric = isNumeric(type);
    boolean nullable = "YES".equals(column[8]);
    return new Object[] {
      column[0],
      column[1],
      column[2],
      column[3],
      type,
      column[5],
      number(column[6]),
      null,
      number(column[7]),
      numeric ? 10 : null,
      nullable ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
      column[9] == null ? "" : column[9],
      null,
      null,
      null,
      type == Types.VARCHAR ? number(column[6]) : null,
      number(column[10]),
      nullable ? "YES" : "NO",
      null,
      null,
      null,
      null,
      "NO",
      "NO"
    };
  }

  private static Object[] type(
      String name,
      int type,
      int precision,
      @Nullable String prefix,
      @Nullable String parameters,
      int scale) {
    boolean numeric = isNumeric(type);
    return new Object[] {
      name,
      type,
      precision,
      prefix,
      prefix == null ? null : "'",
      parameters,
      DatabaseMetaData.typeNullable,
      type == Types.VARCHAR,
      type == Types.VARCHAR ? DatabaseMetaData.typeSearchable : DatabaseMetaData.typePredBasic,
      !numeric,
      false,
      false,
      name,
      0,
      scale,
      null,
      null,
      numeric ? 10 : null
    };
  }

  private static boolean isNumeric(int type) {
    return type == Types.BIGINT
        || type == Types.INTEGER
        || type == Types.DECIMAL
        || type == Types.DOUBLE;
  }

  private static @Nullable Integer number(@Nullable Object value) {
    return value == null ? null : ((Number) value).intValue();
  }

  /** Labels separated by spaces; {@code :i} for INTEGER, {@code :b} for BOOLEAN, else VARCHAR. */
  private static List<Column> columns(String labels) {
    return Stream.of(labels.split(" ", -1)).map(MetadataColumns::column).toList();
  }

  private static Column column(String label) {
    String name = label.replaceFirst(":.$", "");
    if (label.endsWith(":i")) {
      return new Column(name, DataType.INTEGER, 10, 0, true, "");
    }
    return label.endsWith(":b")
        ? new Column(name, DataType.BOOLEAN, 1, 0, true, "")
        : Column.varchar(name, 65_535, true, "");
  }
}
