package dev.vitrine.registry.model;

import dev.vitrine.catalog.VersionStatus;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.Call.BeginVersion;
import dev.vitrine.statement.tree.Call.Registered;
import dev.vitrine.store.securable.FileSetRow;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds a version that is PENDING, with an empty set of files. */
final class BeginVersionTask implements Task<BeginVersion, Registered> {
  /** The end of the URI where MLflow stores the files of a logged model. */
  private static final Pattern LOGGED_MODEL =
      Pattern.compile("(?:models:/|/models/)(m-[0-9a-f]+)(?:/artifacts)?/?");

  @Override
  public Registered execute(BeginVersion call, TaskContext context) {
    AddedVersion added =
        AddedVersion.of(
            call.version(),
            VersionStatus.PENDING_REGISTRATION,
            context,
            () -> Optional.of(newSet(call, context)));
    Lineage.add(
        added.model().id(), added.number(), call.sources(), call.version().runId(), context);
    Texts.ATTRIBUTES
        .check(call.dependencies())
        .ifPresent(
            json -> context.versions().setDependencies(added.model().id(), added.number(), json));
    Texts.JOB_ID
        .check(call.deploymentJobId())
        .ifPresent(
            id -> context.versions().setDeploymentJobId(added.model().id(), added.number(), id));
    context.addAuditParameter("version", added.number());
    return new Registered(
        added.number(), ReadVersionTask.find(added.model(), added.number(), context));
  }

  private static FileSetRow newSet(BeginVersion call, TaskContext context) {
    String loggedModelId =
        Texts.RUN_ID
            .check(call.loggedModelId())
            .or(() -> loggedModelId(call.version().source()))
            .orElseGet(() -> "m-" + UUID.randomUUID().toString().replace("-", ""));
    return context.files().insertSet(context.caller().id(), loggedModelId, context.stamp().at());
  }

  private static Optional<String> loggedModelId(String source) {
    Matcher matcher = LOGGED_MODEL.matcher(source);
    return matcher.find() && matcher.end() == source.length()
        ? Optional.of(matcher.group(1))
        : Optional.empty();
  }
}
