package dev.vitrine.cli.migrate;

import dev.vitrine.cli.migrate.VersionOutcome.Action;
import dev.vitrine.cli.migrate.http.MigrationException;
import dev.vitrine.cli.migrate.source.RegistrySource;
import dev.vitrine.cli.migrate.source.SourceDetails;
import dev.vitrine.cli.migrate.source.SourceModel;
import dev.vitrine.cli.migrate.source.SourceVersion;
import dev.vitrine.cli.migrate.source.UnusableVersionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Brings the models of a source into a schema, one version after the other. */
final class Migration {
  /**
   * Choices of the user.
   *
   * @param skipForGood whether numbers of unusable versions may stay unused
   * @param stageAliases alias by stage
   */
  record Choices(
      boolean dryRun,
      boolean withoutFiles,
      boolean unsigned,
      boolean skipForGood,
      Map<String, String> stageAliases) {
    Choices {
      stageAliases = Map.copyOf(stageAliases);
    }
  }

  /** Part of Vitrine's refusal of a number that was used, for example by a dropped version. */
  private static final String USED_NUMBER = "not above all numbers used";

  private final RegistrySource source;
  private final VitrineTarget target;
  private final VersionTransfer transfer;
  private final Choices choices;
  private final ImportProgress progress;
  private final @Nullable GrantTransfer grants;
  private final List<VersionOutcome> outcomes = new ArrayList<>();

  /**
   * @param grants null if permissions are not imported
   */
  Migration(
      RegistrySource source,
      VitrineTarget target,
      VersionTransfer transfer,
      Choices choices,
      ImportProgress progress,
      @Nullable GrantTransfer grants) {
    this.source = source;
    this.target = target;
    this.transfer = transfer;
    this.choices = choices;
    this.progress = progress;
    this.grants = grants;
  }

  /**
   * Imports, or plans to import, the models that have a name.
   *
   * @param models names in the source
   */
  List<VersionOutcome> run(List<String> models, TargetNames names) throws IOException {
    Set<String> existing = target.models();
    progress.models(models.size());
    for (String model : models) {
      String name = names.of().getOrDefault(model, "");
      try {
        if (name.isEmpty()) {
          fail(model, "", Action.SKIP, "The name needs a rule (--rename-rules).");
        } else {
          bring(source.model(model), name, existing.contains(target.fullName(name)));
        }
      } catch (MigrationException refusal) {
        fail(model, name, Action.FAIL, refusal.problem());
      }
      progress.modelDone();
    }
    return List.copyOf(outcomes);
  }

  private void fail(String model, String name, Action action, String reason) {
    outcomes.add(new VersionOutcome(model, name, 0, action, reason));
  }

  /**
   * Imports the versions in ascending order. A version that cannot be imported now stops the model:
   * with a higher number in Vitrine, its number could never be used.
   */
  private void bring(SourceModel model, String name, boolean exists) throws IOException {
    if (!exists && !choices.dryRun()) {
      target.createModel(name, model);
    }
    Map<Long, VitrineTarget.Existing> there = exists ? target.versions(name) : Map.of();
    long highest = there.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    Set<Long> usable = new HashSet<>();
    String obstacle = "";
    progress.versions(model.versions().size());
    for (SourceVersion version : model.versions()) {
      VitrineTarget.Existing found = there.get(version.number());
      VersionOutcome outcome;
      if (found == null && version.number() <= highest) {
        outcome =
            outcome(
                model, name, version, Action.SKIP, "Impossible: Vitrine has used " + highest + ".");
      } else if (!obstacle.isEmpty() && (found == null || !found.ready())) {
        outcome = outcome(model, name, version, Action.SKIP, "Not tried: " + obstacle);
      } else {
        outcome = found == null ? add(model, name, version) : resume(model, name, version, found);
        if (found == null) {
          obstacle = obstacle(outcome);
        }
      }
      note(outcome);
      if (outcome.action() == Action.IMPORT || outcome.action() == Action.PRESENT) {
        usable.add(version.number());
      }
    }
    if (!choices.dryRun()) {
      setAliases(model, name, usable);
    }
    if (grants != null) {
      grants.bring(model, name, exists, choices.dryRun());
    }
  }

  /** Why later versions of the model must not be imported; empty if they may. */
  private String obstacle(VersionOutcome outcome) {
    boolean failed = outcome.action() == Action.FAIL && !outcome.detail().contains(USED_NUMBER);
    if (failed) {
      return "version " + outcome.version() + " failed.";
    }
    return outcome.action() == Action.SKIP && !choices.skipForGood()
        ? "version " + outcome.version() + " was skipped (--skip-for-good)."
        : "";
  }

  /** A version whose number exists. */
  private VersionOutcome resume(
      SourceModel model, String name, SourceVersion version, VitrineTarget.Existing found)
      throws IOException {
    if (!found.isCopyOf(version)) {
      return outcome(
          model,
          name,
          version,
          Action.SKIP,
          found.imported().isEmpty()
              ? "The number belongs to a version that was not imported."
              : "The number belongs to a version that was imported from another one.");
    }
    if (!found.ready()) {
      return choices.withoutFiles()
          ? outcome(
              model,
              name,
              version,
              Action.FAIL,
              "An interrupted import began to copy its files. Run it without --without-files.")
          : transfer(model, name, version, true);
    }
    if (!found.withFiles() && !choices.withoutFiles()) {
      return outcome(
          model,
          name,
          version,
          Action.PRESENT,
          "without files (--without-files). Versions cannot get files later. To import them with"
              + " their files, drop the model first.");
    }
    if (!found.unverified() || choices.dryRun()) {
      return outcome(model, name, version, Action.PRESENT, "");
    }
    try {
      transfer.verify(model, name, version);
      return outcome(model, name, version, Action.PRESENT, "");
    } catch (UnusableVersionException | MigrationException failure) {
      return outcome(model, name, version, Action.FAIL, "Not verified: " + failure.getMessage());
    }
  }

  private VersionOutcome add(SourceModel model, String name, SourceVersion version)
      throws IOException {
    if (!version.ready()) {
      return outcome(model, name, version, Action.SKIP, "It is not READY in the source.");
    }
    return transfer(model, name, version, false);
  }

  private VersionOutcome transfer(
      SourceModel model, String name, SourceVersion version, boolean begun) throws IOException {
    try {
      SourceDetails details = source.details(model, version);
      VersionTransfer.Size size =
          choices.dryRun()
              ? transfer.check(model, version, choices)
              : transfer.bring(model, name, details, tags(details.version()), begun, choices);
      String left = TargetTags.of(details.version().tags()).remark();
      return outcome(model, name, version, Action.IMPORT, size + left + details.remark());
    } catch (UnusableVersionException unusable) {
      return outcome(model, name, version, Action.SKIP, unusable.problem());
    } catch (MigrationException refusal) {
      return outcome(model, name, version, Action.FAIL, refusal.problem());
    }
  }

  /** The tags of a version; its stage is one of them. */
  private static Map<String, String> tags(SourceVersion version) {
    Map<String, String> tags = new TreeMap<>(TargetTags.of(version.tags()).tags());
    if (version.hasStage()) {
      tags.putIfAbsent("stage", version.stage());
    }
    return tags;
  }

  /** Aliases of the source come before those of stages; of several versions the highest has it. */
  private void setAliases(SourceModel model, String name, Set<Long> usable) throws IOException {
    Map<String, Long> wanted = new TreeMap<>();
    for (SourceVersion version : model.versions()) {
      String alias = choices.stageAliases().get(version.stage());
      if (alias != null) {
        wanted.put(alias, version.number());
      }
    }
    wanted
        .keySet()
        .removeIf(alias -> model.aliases().keySet().stream().anyMatch(alias::equalsIgnoreCase));
    wanted.putAll(model.aliases());
    Map<String, Long> set = target.aliases(name);
    for (Map.Entry<String, Long> alias : wanted.entrySet()) {
      // An alias that was moved in Vitrine since an earlier import stays.
      if (usable.contains(alias.getValue())
          && !set.containsKey(alias.getKey().toLowerCase(Locale.ROOT))) {
        try {
          target.setAlias(name, alias.getKey(), alias.getValue());
        } catch (MigrationException refusal) {
          outcomes.add(
              new VersionOutcome(
                  model.name(),
                  name,
                  alias.getValue(),
                  Action.FAIL,
                  "Alias '" + alias.getKey() + "': " + refusal.problem()));
        }
      }
    }
  }

  private static VersionOutcome outcome(
      SourceModel model, String name, SourceVersion version, Action action, String detail) {
    return new VersionOutcome(model.name(), name, version.number(), action, detail);
  }

  private void note(VersionOutcome outcome) {
    outcomes.add(outcome);
    boolean worthALine =
        !choices.dryRun() && (outcome.action() != Action.PRESENT || !outcome.detail().isEmpty());
    String line = outcome.model() + " " + outcome.version() + ": " + outcome.action().text();
    progress.versionDone(worthALine ? ImportReport.clean(line + " " + outcome.detail()) : "");
  }
}
