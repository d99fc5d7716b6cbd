package dev.vitrine.cli.migrate;

import dev.vitrine.cli.migrate.http.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The principals of Vitrine that get the privileges of principals of the source.
 *
 * @param of the principal of Vitrine by that of the source; empty for those that get none
 */
record PrincipalNames(Map<String, String> of) {
  private static final String NONE = "-";

  PrincipalNames {
    of = Map.copyOf(of);
  }

  /**
   * The principal of Vitrine; absent without a line in the file, empty if the line has {@code -}.
   */
  Optional<String> find(String principal) {
    return Optional.ofNullable(of.get(principal));
  }

  /**
   * Reads {@code source principal = principal} in each line; empty lines and lines that begin with
   * # are ignored. The last {@code =} of a line separates the names.
   *
   * @throws MigrationException when a line has not this form or names a principal again
   */
  static PrincipalNames read(Path file) throws IOException {
    Map<String, String> names = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int equals = line.lastIndexOf('=');
      String from = equals < 0 ? "" : line.substring(0, equals).strip();
      String to = equals < 0 ? "" : line.substring(equals + 1).strip();
      if (from.isEmpty() || to.isEmpty()) {
        throw new MigrationException(
            0, "A line of --principals is not 'principal = principal': " + line);
      }
      String before = names.put(from, to.equals(NONE) ? "" : to);
      if (before != null) {
        throw new MigrationException(0, "--principals has two lines for '" + from + "'.");
      }
    }
    return new PrincipalNames(names);
  }
}
