package dev.vitrine.query;

import dev.vitrine.query.plan.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Queries with their expected results. A query ends with {@code ;} at the end of a line; lines
 * before it that begin with {@code --} are directives:
 *
 * <ul>
 *   <li>{@code -- refused [h2|postgresql]: CONDITION because} - the error of the planner
 *   <li>{@code -- raw [h2|postgresql]: sql} - the same query in the store's SQL; {@code none} if
 *       the store has no equivalent
 *   <li>{@code -- bind: 'a', 1} - values of the parameters
 *   <li>{@code -- unordered} - any rows will do (no comparison), because the question leaves it
 *       open
 * </ul>
 */
final class Corpus {
  /** A query of the corpus. */
  record Entry(String sql, Map<String, String> directives) {
    String refusal(Dialect dialect) {
      return directive("refused", dialect).split(" ", 2)[0];
    }

    /** Why it is refused. */
    String reason(Dialect dialect) {
      String refusal = directive("refused", dialect);
      return refusal.contains(" ") ? refusal.split(" ", 2)[1] : "";
    }

    boolean hasRaw(Dialect dialect) {
      return !raw(dialect).equals("none");
    }

    String raw(Dialect dialect) {
      String raw = directive("raw", dialect);
      return raw.isEmpty() ? sql : raw;
    }

    List<String> values() {
      String bind = directives.getOrDefault("bind", "");
      return bind.isEmpty() ? List.of() : List.of(bind.split(", ", -1));
    }

    boolean comparable() {
      return !directives.containsKey("unordered");
    }

    private String directive(String name, Dialect dialect) {
      String specific = name + " " + dialect.name().toLowerCase(Locale.ROOT);
      return directives.getOrDefault(specific, directives.getOrDefault(name, ""));
    }
  }

  private Corpus() {}

  static List<Entry> read(String resource) {
    List<Entry> entries = new ArrayList<>();
    Map<String, String> directives = new HashMap<>();
    StringBuilder sql = new StringBuilder();
    for (String line : text(resource).lines().toList()) {
      if (line.startsWith("-- ")) {
        String[] parts = line.substring(3).split(": ", 2);
        directives.put(parts[0], parts.length > 1 ? parts[1] : "");
      } else if (line.endsWith(";")) {
        sql.append(line, 0, line.length() - 1);
        entries.add(new Entry(sql.toString().strip(), Map.copyOf(directives)));
        directives.clear();
        sql.setLength(0);
      } else {
        sql.append(line).append('\n');
      }
    }
    return entries;
  }

  private static String text(String resource) {
    try (InputStream in = Corpus.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
