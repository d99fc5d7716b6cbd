package dev.vitrine.cli.script;

import dev.vitrine.statement.text.SqlScanner;
import dev.vitrine.statement.text.StringLiteral;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The clause USING FILE of a statement on a provider. The shell reads the file and sends its
 * content as a parameter: a server must not read files of its machine for its users.
 *
 * @param path of the file
 * @param sql the statement with {@code USING TEXT ?} instead
 */
public record ActivationFile(String path, String sql) {
  /** The words of the clause that come before the path. */
  private static final List<String> CLAUSE = List.of("using", "file");

  /** The clause of a statement; empty if it has none. */
  public static Optional<ActivationFile> of(String sql) {
    List<String> words = new ArrayList<>();
    StringBuilder before = new StringBuilder();
    String path = null;
    StringBuilder after = new StringBuilder();
    int fileStart = -1;
    SqlScanner scanner = new SqlScanner(sql);
    while (scanner.next()) {
      String token = scanner.token();
      if (path != null) {
        after.append(token);
        continue;
      }
      int count = words.size();
      boolean clause = count >= 2 && words.subList(count - 2, count).equals(CLAUSE);
      if (clause && scanner.kind() == SqlScanner.Kind.STRING && scanner.closed()) {
        path = value(token);
        continue;
      }
      if (scanner.isCode()) {
        words.add(token.toLowerCase(Locale.ROOT));
        if (words.get(words.size() - 1).equals("file")) {
          fileStart = before.length();
        }
      }
      before.append(token);
    }
    boolean onProvider =
        words.size() > 2
            && (words.get(0).equals("create") || words.get(0).equals("alter"))
            && words.get(1).equals("provider");
    if (path == null || !onProvider) {
      return Optional.empty();
    }
    return Optional.of(new ActivationFile(path, before.substring(0, fileStart) + "TEXT ?" + after));
  }

  /** The path; nothing if its escapes are wrong, which the parser reports. */
  private static @Nullable String value(String literal) {
    try {
      return StringLiteral.value(literal);
    } catch (IllegalArgumentException wrong) {
      return null;
    }
  }
}
