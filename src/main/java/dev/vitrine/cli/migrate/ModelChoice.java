package dev.vitrine.cli.migrate;

import dev.vitrine.cli.migrate.http.MigrationException;
import dev.vitrine.cli.migrate.registry.SourceScope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which models of a source a command names, in any case of their letters. */
final class ModelChoice {
  private ModelChoice() {}

  /**
   * The models to import.
   *
   * @param all names in the source
   * @param only names of the option {@code --model}; none for all models
   * @throws MigrationException if a name or the scope stands for no model
   */
  static List<String> of(List<String> all, List<String> only, SourceScope within)
      throws MigrationException {
    List<String> scope = within.parts();
    if (all.isEmpty() && !scope.isEmpty()) {
      throw new MigrationException(
          0,
          "The source has no models in '" + String.join(".", scope) + "' that the user can see.");
    }
    Set<String> chosen = new HashSet<>();
    for (String wanted : only) {
      List<String> same = all.stream().filter(wanted::equalsIgnoreCase).toList();
      if (same.contains(wanted)) {
        chosen.add(wanted);
      } else if (same.size() == 1) {
        chosen.addAll(same);
      } else {
        throw new MigrationException(
            0,
            "The source has "
                + (same.isEmpty() ? "no model" : "several models in other case than")
                + " '"
                + wanted
                + "' (--model).");
      }
    }
    return all.stream().filter(model -> only.isEmpty() || chosen.contains(model)).toList();
  }
}
