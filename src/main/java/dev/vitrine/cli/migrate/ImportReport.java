package dev.vitrine.cli.migrate;

import com.github.freva.asciitable.AsciiTable;
import dev.vitrine.cli.migrate.VersionOutcome.Action;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Prints names that need a rule, plans and results. */
final class ImportReport {
  private final PrintWriter out;

  ImportReport(PrintWriter out) {
    this.out = out;
  }

  void printNames(TargetNames names) {
    if (!names.problems().isEmpty()) {
      out.println("Names that need a rule (--rename-rules):");
      names
          .problems()
          .forEach((name, reason) -> out.println("  " + clean(name) + ": " + clean(reason)));
    }
  }

  void printPlan(List<VersionOutcome> outcomes) {
    print(outcomes);
  }

  /** Prints the versions that were not imported or lack something, and the counts. */
  void printResult(List<VersionOutcome> outcomes) {
    List<VersionOutcome> missing =
        outcomes.stream()
            .filter(
                outcome ->
                    switch (outcome.action()) {
                      case IMPORT -> false;
                      case PRESENT -> !outcome.detail().isEmpty();
                      case SKIP, FAIL -> true;
                    })
            .toList();
    if (!missing.isEmpty()) {
      print(missing);
    }
    Map<Action, Integer> counts = new EnumMap<>(Action.class);
    outcomes.forEach(outcome -> counts.merge(outcome.action(), 1, Integer::sum));
    out.println(
        "Imported: "
            + counts.getOrDefault(Action.IMPORT, 0)
            + ", already there: "
            + counts.getOrDefault(Action.PRESENT, 0)
            + ", skipped: "
            + counts.getOrDefault(Action.SKIP, 0)
            + ", failed: "
            + counts.getOrDefault(Action.FAIL, 0));
  }

  /**
   * Prints privileges: of a plan all, otherwise those that were not granted, and the counts.
   *
   * @param plan whether nothing was changed
   */
  void printGrants(List<GrantOutcome> outcomes, boolean plan) {
    List<GrantOutcome> listed =
        outcomes.stream().filter(outcome -> plan || outcome.isProblem()).toList();
    if (!listed.isEmpty()) {
      String[] headings = {"model", "principal", "privilege", "granted to", "action", "detail"};
      String[][] cells =
          listed.stream()
              .map(
                  outcome ->
                      new String[] {
                        clean(outcome.model()),
                        clean(outcome.principal()),
                        clean(outcome.privilege()),
                        clean(outcome.grantee()),
                        outcome.action().text(),
                        clean(outcome.detail())
                      })
              .toArray(String[][]::new);
      out.println(AsciiTable.getTable(headings, cells));
    }
    if (!plan) {
      out.println(
          "Granted: "
              + count(outcomes, GrantOutcome.Action.GRANT)
              + ", already there: "
              + count(outcomes, GrantOutcome.Action.PRESENT)
              + ", skipped: "
              + count(outcomes, GrantOutcome.Action.SKIP)
              + ", failed: "
              + count(outcomes, GrantOutcome.Action.FAIL));
    }
  }

  private static long count(List<GrantOutcome> outcomes, GrantOutcome.Action action) {
    return outcomes.stream().filter(outcome -> outcome.action() == action).count();
  }

  private void print(List<VersionOutcome> outcomes) {
    String[] headings = {"model", "version", "imported as", "action", "detail"};
    String[][] cells =
        outcomes.stream()
            .map(
                outcome ->
                    new String[] {
                      clean(outcome.model()),
                      outcome.version() == 0 ? "" : Long.toString(outcome.version()),
                      clean(outcome.target()),
                      outcome.action().text(),
                      clean(outcome.detail())
                    })
            .toArray(String[][]::new);
    out.println(AsciiTable.getTable(headings, cells));
  }

  /** Without characters that a terminal acts on. */
  static String clean(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
  }
}
