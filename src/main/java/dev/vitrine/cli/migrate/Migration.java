package dev.vitrine.cli.migrate;

import dev.vitrine.cli.migrate.VersionOutcome.Action;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Brings the models of a source into a schema, one version after the other. */
final class Migration {
  /**
   * Choices of the user.
   *
   * @param stageAliases alias by stage
   */
  record Choices(
      boolean dryRun, boolean withoutFiles, boolean unsigned, Map<String, String> stageAliases) {
    Choices {
      stageAliases = Map.copyOf(stageAliases);
    }
  }

  private static final String READY = "READY";

  private final VitrineTarget target;
  private final VersionTransfer transfer;
  private final Choices choices;
  private final PrintWriter progress;
  private final List<VersionOutcome> outcomes = new ArrayList<>();

  Migration(VitrineTarget target, VersionTransfer transfer, Choices choices, PrintWriter progress) {
    this.target = target;
    this.transfer = transfer;
    this.choices = choices;
    this.progress = progress;
  }

  /** Imports, or plans to import, the models that have a name. */
  List<VersionOutcome> run(List<SourceModel> models, TargetNames names) throws IOException {
    Set<String> existing = target.models();
    for (SourceModel model : models) {
      String name = names.of().get(model.name());
      if (name == null) {
        for (SourceVersion version : model.versions()) {
          note(model, "", version, Action.SKIP, "The name needs a rule (--rename-rules).");
        }
        continue;
      }
      try {
        bring(model, name, existing.contains(target.fullName(name)));
      } catch (MigrationException refusal) {
        outcomes.add(new VersionOutcome(model.name(), name, 0, Action.FAIL, refusal.problem()));
      }
    }
    return List.copyOf(outcomes);
  }

  private void bring(SourceModel model, String name, boolean exists) throws IOException {
    if (!exists && !choices.dryRun()) {
      target.createModel(name, model);
    }
    Map<Long, VitrineTarget.Existing> there = exists ? target.versions(name) : Map.of();
    for (SourceVersion version : model.versions()) {
      bring(model, name, version, there);
    }
    if (!choices.dryRun()) {
      setAliases(model, name);
    }
  }

  private void bring(
      SourceModel model,
      String name,
      SourceVersion version,
      Map<Long, VitrineTarget.Existing> there)
      throws IOException {
    VitrineTarget.Existing found = there.get(version.number());
    if (found != null && found.status().equals(READY)) {
      note(model, name, version, Action.PRESENT, found.imported() ? "" : "It was not imported.");
      return;
    }
    if (found != null && !found.imported()) {
      note(model, name, version, Action.SKIP, "The number belongs to another version.");
      return;
    }
    if (!version.ready()) {
      note(model, name, version, Action.SKIP, "It is not READY in the source.");
      return;
    }
    try {
      VersionTransfer.Size size;
      if (choices.dryRun()) {
        size = transfer.check(model, version, choices);
      } else {
        size = transfer.bring(model, name, version, tags(version), found != null, choices);
      }
      note(model, name, version, Action.IMPORT, size.toString());
    } catch (UnsignedModelException unsigned) {
      note(model, name, version, Action.SKIP, unsigned.problem());
    } catch (MigrationException refusal) {
      note(model, name, version, Action.FAIL, refusal.problem());
    }
  }

  /** The tags of a version; its stage is one of them. */
  private static Map<String, String> tags(SourceVersion version) {
    Map<String, String> tags = new TreeMap<>(version.tags());
    if (version.hasStage()) {
      tags.putIfAbsent("stage", version.stage());
    }
    return tags;
  }

  /** Aliases of the source come before those of stages; of several versions the highest has it. */
  private void setAliases(SourceModel model, String name) throws IOException {
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
    Map<Long, VitrineTarget.Existing> there = new HashMap<>(target.versions(name));
    for (Map.Entry<String, Long> alias : wanted.entrySet()) {
      boolean present = there.containsKey(alias.getValue());
      // An alias that was moved in Vitrine since an earlier import stays.
      if (present && !set.containsKey(alias.getKey().toLowerCase(Locale.ROOT))) {
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

  private void note(
      SourceModel model, String name, SourceVersion version, Action action, String detail) {
    outcomes.add(new VersionOutcome(model.name(), name, version.number(), action, detail));
    if (!choices.dryRun() && action != Action.PRESENT) {
      progress.println(model.name() + " " + version.number() + ": " + action.text() + " " + detail);
      progress.flush();
    }
  }
}
