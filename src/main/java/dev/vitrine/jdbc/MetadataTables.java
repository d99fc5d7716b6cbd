package dev.vitrine.jdbc;

import dev.vitrine.jdbc.ResultTable.Label;
import java.util.ArrayList;
import java.util.List;

/** The result sets of DatabaseMetaData, with the labels and the order that JDBC defines. */
final class MetadataTables {
  static final ResultTable TABLES =
      table(
          "TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS TYPE_CAT TYPE_SCHEM "
              + "TYPE_NAME SELF_REFERENCING_COL_NAME REF_GENERATION");

  static final ResultTable COLUMNS =
      table(
          "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:i TYPE_NAME "
              + "COLUMN_SIZE:i BUFFER_LENGTH:i DECIMAL_DIGITS:i NUM_PREC_RADIX:i NULLABLE:i "
              + "REMARKS COLUMN_DEF SQL_DATA_TYPE:i SQL_DATETIME_SUB:i CHAR_OCTET_LENGTH:i "
              + "ORDINAL_POSITION:i IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE "
              + "SOURCE_DATA_TYPE:s IS_AUTOINCREMENT IS_GENERATEDCOLUMN");

  static final ResultTable TABLE_PRIVILEGES =
      table("TABLE_CAT TABLE_SCHEM TABLE_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE");

  static final ResultTable COLUMN_PRIVILEGES =
      table(
          "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME GRANTOR GRANTEE PRIVILEGE "
              + "IS_GRANTABLE");

  static final ResultTable FUNCTION_COLUMNS =
      table(
          "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME COLUMN_NAME COLUMN_TYPE:s DATA_TYPE:i "
              + "TYPE_NAME PRECISION:i LENGTH:i SCALE:s RADIX:s NULLABLE:s REMARKS "
              + "CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i IS_NULLABLE SPECIFIC_NAME");

  static final ResultTable PROCEDURES =
      table(
          "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME RESERVED1 RESERVED2 RESERVED3 "
              + "REMARKS PROCEDURE_TYPE:s SPECIFIC_NAME");

  static final ResultTable PROCEDURE_COLUMNS =
      table(
          "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME COLUMN_NAME COLUMN_TYPE:s "
              + "DATA_TYPE:i TYPE_NAME PRECISION:i LENGTH:i SCALE:s RADIX:s NULLABLE:s REMARKS "
              + "COLUMN_DEF SQL_DATA_TYPE:i SQL_DATETIME_SUB:i CHAR_OCTET_LENGTH:i "
              + "ORDINAL_POSITION:i IS_NULLABLE SPECIFIC_NAME");

  static final ResultTable VERSION_COLUMNS =
      table(
          "SCOPE:s COLUMN_NAME DATA_TYPE:i TYPE_NAME COLUMN_SIZE:i BUFFER_LENGTH:i "
              + "DECIMAL_DIGITS:s PSEUDO_COLUMN:s");

  static final ResultTable UDTS =
      table("TYPE_CAT TYPE_SCHEM TYPE_NAME CLASS_NAME DATA_TYPE:i REMARKS BASE_TYPE:s");

  static final ResultTable SUPER_TYPES =
      table("TYPE_CAT TYPE_SCHEM TYPE_NAME SUPERTYPE_CAT SUPERTYPE_SCHEM SUPERTYPE_NAME");

  static final ResultTable SUPER_TABLES = table("TABLE_CAT TABLE_SCHEM TABLE_NAME SUPERTABLE_NAME");

  static final ResultTable ATTRIBUTES =
      table(
          "TYPE_CAT TYPE_SCHEM TYPE_NAME ATTR_NAME DATA_TYPE:i ATTR_TYPE_NAME ATTR_SIZE:i "
              + "DECIMAL_DIGITS:i NUM_PREC_RADIX:i NULLABLE:i REMARKS ATTR_DEF SQL_DATA_TYPE:i "
              + "SQL_DATETIME_SUB:i CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i IS_NULLABLE "
              + "SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE:s");

  static final ResultTable PSEUDO_COLUMNS =
      table(
          "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:i COLUMN_SIZE:i "
              + "DECIMAL_DIGITS:i NUM_PREC_RADIX:i COLUMN_USAGE REMARKS CHAR_OCTET_LENGTH:i "
              + "IS_NULLABLE");

  private MetadataTables() {}

  /** Labels separated by spaces; text, unless {@code :i} for INTEGER or {@code :s} for SMALLINT. */
  private static ResultTable table(String labels) {
    List<Label> columns = new ArrayList<>();
    for (String label : labels.split(" ", -1)) {
      String name = label.replaceFirst(":.$", "");
      if (label.endsWith(":i")) {
        columns.add(ResultTable.integer(name));
      } else {
        columns.add(label.endsWith(":s") ? ResultTable.small(name) : ResultTable.text(name));
      }
    }
    return ResultTable.of(columns.toArray(Label[]::new));
  }
}
