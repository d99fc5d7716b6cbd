package dev.vitrine.server.web.detail;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Names and texts in statements that are shown to users. */
final class SqlNames {
  private SqlNames() {}

  /** A string literal. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A full name, with back-quotes where they are needed. */
  static String name(String fullName) {
    return Arrays.stream(fullName.split("\\.", -1))
        .map(
            part ->
                part.matches("[A-Za-z_][A-Za-z0-9_]*") ? part : "`" + part.replace("`", "``") + "`")
        .collect(Collectors.joining("."));
  }
}
