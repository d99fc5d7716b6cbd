package dev.vitrine.wire;

import dev.vitrine.catalog.Column;
import dev.vitrine.protocol.MetadataRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A query of DatabaseMetaData as SQL over the secured relations, so that each caller sees the same
 * objects as in a SELECT.
 *
 * @param parameters the values of its {@code ?}
 * @param columns as JDBC labels them
 * @param mapping from a row of the relation to a row of {@code columns}
 */
record MetadataQuery(
    String sql, List<String> parameters, List<Column> columns, UnaryOperator<Object[]> mapping) {
  MetadataQuery {
    parameters = List.copyOf(parameters);
    columns = List.copyOf(columns);
  }

  static MetadataQuery catalogs() {
    return new Filter()
        .query("SELECT catalog_name FROM system.information_schema.catalogs", "catalog_name")
        .labelled(MetadataColumns.CATALOGS, row -> row);
  }

  static MetadataQuery schemas(MetadataRequest wanted) {
    return new Filter()
        .equal("catalog_name", wanted.catalog().orElse(null))
        .like("schema_name", wanted.schemaPattern().orElse(null))
        .query(
            "SELECT schema_name, catalog_name FROM system.information_schema.schemata",
            "catalog_name, schema_name")
        .labelled(MetadataColumns.SCHEMAS, row -> row);
  }

  static MetadataQuery tables(MetadataRequest wanted) {
    return new Filter()
        .tables(wanted)
        .in("table_type", wanted.types().orElse(null))
        .query(
            "SELECT table_catalog, table_schema, table_name, table_type, comment"
                + " FROM system.information_schema.tables",
            "table_type, table_catalog, table_schema, table_name")
        .labelled(
            MetadataColumns.TABLES,
            row ->
                new Object[] {
                  row[0],
                  row[1],
                  row[2],
                  row[3],
                  row[4] == null ? "" : row[4],
                  null,
                  null,
                  null,
                  null,
                  null
                });
  }

  static MetadataQuery columns(MetadataRequest wanted) {
    return new Filter()
        .tables(wanted)
        .like("column_name", wanted.columnPattern().orElse(null))
        .query(
            "SELECT table_catalog, table_schema, table_name, column_name, data_type, type_name,"
                + " column_size, decimal_digits, is_nullable, comment, ordinal_position"
                + " FROM system.information_schema.columns",
            "table_catalog, table_schema, table_name, ordinal_position")
        .labelled(MetadataColumns.COLUMNS, MetadataColumns::describeColumn);
  }

  /** A query without its columns. */
  private record Unlabelled(String sql, List<String> parameters) {
    MetadataQuery labelled(List<Column> columns, UnaryOperator<Object[]> mapping) {
      return new MetadataQuery(sql, parameters, columns, mapping);
    }
  }

  /** Conditions joined by AND. Names are stored in lower case, so arguments are converted. */
  private static final class Filter {
    private final List<String> conditions = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    Filter tables(MetadataRequest wanted) {
      return equal("table_catalog", wanted.catalog().orElse(null))
          .like("table_schema", wanted.schemaPattern().orElse(null))
          .like("table_name", wanted.tablePattern().orElse(null));
    }

    Filter equal(String column, @Nullable String value) {
      if (value != null) {
        conditions.add(column + " = ?");
        values.add(value.toLowerCase(Locale.ROOT));
      }
      return this;
    }

    Filter like(String column, @Nullable String pattern) {
      if (pattern == null || pattern.equals("%")) {
        return this;
      }
      String folded = pattern.toLowerCase(Locale.ROOT);
      if (folded.indexOf('%') < 0 && folded.indexOf('_') < 0 && folded.indexOf('\\') < 0) {
        return equal(column, folded);
      }
      conditions.add(column + " LIKE ? ESCAPE '\\'");
      values.add(wellEscaped(folded));
      return this;
    }

    Filter in(String column, @Nullable List<String> wanted) {
      if (wanted == null) {
        return this;
      }
      if (wanted.isEmpty()) {
        conditions.add("1 = 0");
        return this;
      }
      String marks = "?, ".repeat(wanted.size() - 1) + "?";
      conditions.add(column + " IN (" + marks + ")");
      wanted.forEach(each -> values.add(each.toUpperCase(Locale.ROOT)));
      return this;
    }

    Unlabelled query(String select, String order) {
      String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
      return new Unlabelled(select + where + " ORDER BY " + order, values);
    }

    /** An escape before anything but a wildcard or itself is an error in SQL, not in JDBC. */
    private static String wellEscaped(String pattern) {
      StringBuilder escaped = new StringBuilder();
      for (int i = 0; i < pattern.length(); i++) {
        char current = pattern.charAt(i);
        if (current != '\\') {
          escaped.append(current);
        } else if (i + 1 < pattern.length() && "%_\\".indexOf(pattern.charAt(i + 1)) >= 0) {
          escaped.append(current).append(pattern.charAt(++i));
        } else {
          escaped.append("\\\\");
        }
      }
      return escaped.toString();
    }
  }
}
