package dev.vitrine.query;

import dev.vitrine.catalog.DataType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** The result of a query in a comparable form. */
record Answer(List<String> rows, List<DataType> types) {

  static Answer of(Connection connection, String sql, List<Object> values, int columns)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        List<DataType> types = types(result.getMetaData());
        List<String> rows = new ArrayList<>();
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= Math.min(columns, types.size()); i++) {
            row.add(canonical(result.getObject(i)));
          }
          rows.add(String.join("|", row));
        }
        return new Answer(rows, types);
      }
    }
  }

  List<String> sorted() {
    return rows.stream().sorted().toList();
  }

  /** Numbers by value, whatever their type; times of day zero as dates. */
  private static String canonical(Object value) {
    if (value instanceof Number number) {
      BigDecimal decimal = new BigDecimal(number.toString()).round(new MathContext(9));
      return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }
    return String.valueOf(value).replaceFirst(" 00:00:00\\.0$", "");
  }

  private static List<DataType> types(ResultSetMetaData metaData) throws SQLException {
    List<DataType> types = new ArrayList<>();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      types.add(
          switch (metaData.getColumnType(i)) {
            case Types.VARCHAR -> DataType.VARCHAR;
            case Types.INTEGER -> DataType.INTEGER;
            case Types.BIGINT -> DataType.BIGINT;
            case Types.NUMERIC, Types.DECIMAL -> DataType.DECIMAL;
            case Types.DOUBLE -> DataType.DOUBLE;
            case Types.BOOLEAN, Types.BIT -> DataType.BOOLEAN;
            case Types.DATE -> DataType.DATE;
            case Types.TIME -> DataType.TIME;
            case Types.TIMESTAMP -> DataType.TIMESTAMP;
            default -> null;
          });
    }
    return types;
  }
}
