package dev.vitrine.bench;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;

/** Rows, read to the end as a user reads them. */
final class Answers {
  private Answers() {}

  /** Reads all values and forgets them; answers how many rows there were. */
  static int drain(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    int count = 0;
    while (rows.next()) {
      for (int column = 1; column <= columns; column++) {
        rows.getObject(column);
      }
      count++;
    }
    return count;
  }

  /** Reads all values, in forms in which the two sides can be compared. */
  static List<List<String>> read(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    List<List<String>> answer = new ArrayList<>();
    while (rows.next()) {
      List<String> row = new ArrayList<>();
      for (int column = 1; column <= columns; column++) {
        row.add(text(rows.getObject(column)));
      }
      answer.add(row);
    }
    return answer;
  }

  private static String text(Object value) {
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
    return value instanceof Timestamp time
        ? time.toLocalDateTime().toString()
        : String.valueOf(value);
  }
}
