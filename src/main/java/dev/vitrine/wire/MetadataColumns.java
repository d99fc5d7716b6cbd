package dev.vitrine.wire;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** The result sets of DatabaseMetaData: labels, order, and constant results. */
final class MetadataColumns {
  static final List<Column> CATALOGS = List.of(text("TABLE_CAT"));

  static final List<Column> SCHEMAS = List.of(text("TABLE_SCHEM"), text("TABLE_CATALOG"));

  static final List<Column> TABLE_TYPES = List.of(text("TABLE_TYPE"));

  static final List<Object[]> TABLE_TYPE_ROWS =
      List.of(new Object[] {"MODEL"}, new Object[] {"TABLE"}, new Object[] {"VIEW"});

  static final List<Column> TABLES =
      texts(
          "TABLE_CAT",
          "TABLE_SCHEM",
          "TABLE_NAME",
          "TABLE_TYPE",
          "REMARKS",
          "TYPE_CAT",
          "TYPE_SCHEM",
          "TYPE_NAME",
          "SELF_REFERENCING_COL_NAME",
          "REF_GENERATION");

  static final List<Column> COLUMNS =
      List.of(
          text("TABLE_CAT"),
          text("TABLE_SCHEM"),
          text("TABLE_NAME"),
          text("COLUMN_NAME"),
          integer("DATA_TYPE"),
          text("TYPE_NAME"),
          integer("COLUMN_SIZE"),
          integer("BUFFER_LENGTH"),
          integer("DECIMAL_DIGITS"),
          integer("NUM_PREC_RADIX"),
          integer("NULLABLE"),
          text("REMARKS"),
          text("COLUMN_DEF"),
          integer("SQL_DATA_TYPE"),
          integer("SQL_DATETIME_SUB"),
          integer("CHAR_OCTET_LENGTH"),
          integer("ORDINAL_POSITION"),
          text("IS_NULLABLE"),
          text("SCOPE_CATALOG"),
          text("SCOPE_SCHEMA"),
          text("SCOPE_TABLE"),
          integer("SOURCE_DATA_TYPE"),
          text("IS_AUTOINCREMENT"),
          text("IS_GENERATEDCOLUMN"));

  static final List<Column> TYPE_INFO =
      List.of(
          text("TYPE_NAME"),
          integer("DATA_TYPE"),
          integer("PRECISION"),
          text("LITERAL_PREFIX"),
          text("LITERAL_SUFFIX"),
          text("CREATE_PARAMS"),
          integer("NULLABLE"),
          truth("CASE_SENSITIVE"),
          integer("SEARCHABLE"),
          truth("UNSIGNED_ATTRIBUTE"),
          truth("FIXED_PREC_SCALE"),
          truth("AUTO_INCREMENT"),
          text("LOCAL_TYPE_NAME"),
          integer("MINIMUM_SCALE"),
          integer("MAXIMUM_SCALE"),
          integer("SQL_DATA_TYPE"),
          integer("SQL_DATETIME_SUB"),
          integer("NUM_PREC_RADIX"));

  /** The types of the relations' columns and of CAST, by JDBC type. */
  static final List<Object[]> TYPE_INFO_ROWS =
      List.of(
          type("BIGINT", Types.BIGINT, 19, null, null, 0),
          type("DECIMAL", Types.DECIMAL, 38, null, "precision,scale", 38),
          type("INTEGER", Types.INTEGER, 10, null, null, 0),
          type("DOUBLE", Types.DOUBLE, 15, null, null, 0),
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
      String name, int type, int precision, String prefix, String parameters, int scale) {
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

  private static Integer number(Object value) {
    return value == null ? null : ((Number) value).intValue();
  }

  private static List<Column> texts(String... names) {
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(text(name));
    }
    return List.copyOf(columns);
  }

  private static Column text(String name) {
    return Column.varchar(name, 65_535, true, "");
  }

  private static Column integer(String name) {
    return new Column(name, DataType.INTEGER, 10, 0, true, "");
  }

  private static Column truth(String name) {
    return new Column(name, DataType.BOOLEAN, 1, 0, true, "");
  }
}
