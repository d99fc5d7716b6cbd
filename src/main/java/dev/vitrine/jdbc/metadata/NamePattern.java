package dev.vitrine.jdbc.metadata;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Patterns of DatabaseMetaData for a name of three parts, matched here and not by the engine. */
public record NamePattern(Pattern catalog, Pattern schema, Pattern table) {
  /**
   * @param catalog a name, not a pattern; null for any
   */
  public static NamePattern of(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern) {
    Pattern exact =
        catalog == null
            ? Pattern.compile(".*", Pattern.DOTALL)
            : Pattern.compile(Pattern.quote(catalog.toLowerCase(Locale.ROOT)));
    return new NamePattern(exact, compile(schemaPattern), compile(tablePattern));
  }

  public boolean matches(String... name) {
    return catalog.matcher(name[0]).matches()
        && schema.matcher(name[1]).matches()
        && table.matcher(name[2]).matches();
  }

  private static Pattern compile(@Nullable String like) {
    StringBuilder regex = new StringBuilder();
    String pattern = like == null ? "%" : like.toLowerCase(Locale.ROOT);
    for (int i = 0; i < pattern.length(); i++) {
      char current = pattern.charAt(i);
      boolean escapes = current == '\\' && i + 1 < pattern.length();
      if (escapes) {
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
      } else if (current == '%') {
        regex.append(".*");
      } else {
        regex.append(current == '_' ? "." : Pattern.quote(String.valueOf(current)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
