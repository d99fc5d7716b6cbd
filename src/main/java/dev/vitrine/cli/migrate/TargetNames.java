package dev.vitrine.cli.migrate;

import dev.vitrine.catalog.ObjectName;
import dev.vitrine.cli.migrate.http.MigrationException;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The names that models get. A name that Vitrine does not allow, or that two models would share,
 * needs a rule.
 *
 * @param of the new name by the name in the source
 * @param problems why a name needs a rule, by the name in the source
 */
record TargetNames(Map<String, String> of, Map<String, String> problems) {
  private static final String ARROW = "=>";

  TargetNames {
    of = Map.copyOf(of);
  }

  /**
   * Finds the names of all models.
   *
   * @param plain the name of a model without a rule
   */
  static TargetNames find(
      List<String> models, Map<String, String> rules, UnaryOperator<String> plain) {
    Map<String, String> names = new LinkedHashMap<>();
    Map<String, String> problems = new TreeMap<>();
    Map<String, String> taken = new HashMap<>();
    for (String model : models) {
      String wanted = rules.getOrDefault(model, plain.apply(model));
      Optional<String> flaw = flaw(wanted);
      String key = wanted.toLowerCase(Locale.ROOT);
      if (flaw.isPresent()) {
        problems.put(model, flaw.get());
      } else if (taken.containsKey(key)) {
        problems.put(model, "'" + taken.get(key) + "' has the same name in lower case.");
      } else {
        taken.put(key, model);
        names.put(model, key);
      }
    }
    return new TargetNames(names, problems);
  }

  private static Optional<String> flaw(String name) {
    try {
      new ObjectName(name);
      return Optional.empty();
    } catch (VitrineException invalid) {
      return Optional.of(invalid.hint());
    }
  }

  /**
   * Reads rules, {@code old name => new_name} in each line; empty lines and lines that begin with #
   * are ignored.
   *
   * @throws MigrationException when a line is not a rule
   */
  static Map<String, String> rules(Path file) throws IOException {
    Map<String, String> rules = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int arrow = line.lastIndexOf(ARROW);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (arrow < 0) {
        throw new MigrationException(0, "A line of the rename rules has no '=>': " + line);
      }
      rules.put(line.substring(0, arrow).strip(), line.substring(arrow + ARROW.length()).strip());
    }
    return rules;
  }
}
