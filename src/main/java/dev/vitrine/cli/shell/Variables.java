package dev.vitrine.cli.shell;

import dev.vitrine.statement.text.SqlScanner;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values of {@code !let}, which statements name as {@code :'name'}. */
final class Variables {
  /** Enough for scripts; a value is held as long as the shell is open. */
  private static final int MOST = 100;

  /** Most variables are points in time; this is a text as well. */
  private static final String ANY_VALUE = "2026-01-01 00:00:00";

  private final Map<String, String> values = new HashMap<>();

  /**
   * Sets a variable to the first value of a query.
   *
   * @throws ShellException when the name is wrong, or there is no value
   */
  void set(Connection connection, String name, String query) throws SQLException, ShellException {
    if (!name.matches("[A-Za-z][A-Za-z0-9_]*") || query.isBlank()) {
      throw new ShellException(
          "Use !let NAME QUERY, for instance !let now SELECT CURRENT_TIMESTAMP");
    }
    if (values.size() == MOST && !values.containsKey(name)) {
      throw new ShellException("There are " + MOST + " variables already");
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      String value = rows.next() ? rows.getString(1) : null;
      if (value == null) {
        throw new ShellException("The query of !let " + name + " has no value");
      }
      values.put(name, value);
    }
  }

  /**
   * A statement with string literals in the places of its variables.
   *
   * @throws ShellException when there is no such variable
   */
  String replaced(String sql) throws ShellException {
    return replaced(sql, values::get);
  }

  /** A statement that can be parsed before its variables have values. */
  static String parsable(String sql) throws ShellException {
    return replaced(sql, name -> ANY_VALUE);
  }

  private static String replaced(String sql, Function<String, @Nullable String> values)
      throws ShellException {
    StringBuilder text = new StringBuilder();
    SqlScanner scanner = new SqlScanner(sql);
    String before = "";
    String previous = "";
    while (scanner.next()) {
      String token = scanner.token();
      String name = name(before, previous, token);
      if (name == null) {
        text.append(token);
      } else {
        String value = values.apply(name);
        if (value == null) {
          throw new ShellException("There is no variable " + name + "; set it with !let");
        }
        text.setLength(text.length() - 1);
        text.append('\'').append(value.replace("'", "''")).append('\'');
      }
      before = previous;
      previous = token;
    }
    return text.toString();
  }

  /** The name of the variable that ends with a token; null if none does. */
  private static @Nullable String name(String before, String previous, String token) {
    boolean variable =
        previous.equals(":") && !before.equals(":") && token.matches("'[A-Za-z][A-Za-z0-9_]*'");
    return variable ? token.substring(1, token.length() - 1) : null;
  }
}
