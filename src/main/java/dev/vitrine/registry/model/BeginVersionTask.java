package dev.vitrine.registry.model;

import dev.vitrine.catalog.ChangeHistory;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.VersionStatus;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.Call.BeginVersion;
import dev.vitrine.statement.tree.Call.Registered;
import dev.vitrine.statement.tree.ModelStatement.AddVersion;
import dev.vitrine.store.securable.Authorship;
import dev.vitrine.store.securable.FileSetRow;
import dev.vitrine.store.securable.ImportedVersion;
import dev.vitrine.store.securable.RegistrationDao;
import dev.vitrine.store.securable.VersionRow;
import java.util.List;
import java.util.Map;
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
            (model, row) -> inserted(model, row, call, context));
    ResolvedObject model = added.model();
    long number = added.number();
    Lineage.add(model.id(), number, call.sources(), call.version().runId().orElse(null), context);
    call.dependencies()
        .map(Texts.ATTRIBUTES::check)
        .ifPresent(json -> context.versions().setDependencies(model.id(), number, json));
    call.deploymentJobId()
        .map(Texts.JOB_ID::check)
        .ifPresent(id -> context.versions().setDeploymentJobId(model.id(), number, id));
    return new Registered(
        number,
        isPlain(call)
            ? Optional.of(version(added, context)).filter(any -> ReadVersionTask.readable(model))
            : ReadVersionTask.find(model, number, context));
  }

  private static AddedVersion inserted(
      ResolvedObject model, VersionRow row, BeginVersion call, TaskContext context) {
    String loggedModelId =
        call.loggedModelId()
            .map(Texts.RUN_ID::check)
            .or(() -> loggedModelId(call.version().source()))
            .orElseGet(() -> "m-" + UUID.randomUUID().toString().replace("-", ""));
    RegistrationDao registrations = context.registrations();
    RegistrationDao.LockedModel locked = registrations.lock(model.id());
    long number = row.imported().map(ImportedVersion::number).orElse(locked.lastVersion() + 1);
    context.addAuditParameter("version", number);
    FileSetRow set =
        registrations.begin(
            locked,
            number,
            row,
            context.caller().id(),
            loggedModelId,
            context.stamp(),
            context.takeAuditRow());
    return new AddedVersion(model, number, row.with(set));
  }

  /** Whether the version consists of its row only, so that it need not be read. */
  private static boolean isPlain(BeginVersion call) {
    AddVersion version = call.version();
    return version.tags().isEmpty()
        && version.params().isEmpty()
        && version.metrics().isEmpty()
        && call.dependencies().isEmpty()
        && call.deploymentJobId().isEmpty();
  }

  private static ModelVersion version(AddedVersion added, TaskContext context) {
    VersionRow row = added.row();
    Authorship stamp = context.stamp();
    return new ModelVersion(
        added.model().fullName(),
        added.number(),
        row.status(),
        row.source(),
        row.runId(),
        row.comment(),
        row.files().map(FileSetRow::location),
        row.files().map(FileSetRow::loggedModelId),
        Optional.empty(),
        Optional.empty(),
        new ChangeHistory(stamp.at(), stamp.by(), stamp.at(), stamp.by()),
        List.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  private static Optional<String> loggedModelId(String source) {
    Matcher matcher = LOGGED_MODEL.matcher(source);
    return matcher.find() && matcher.end() == source.length()
        ? Optional.of(matcher.group(1))
        : Optional.empty();
  }
}
