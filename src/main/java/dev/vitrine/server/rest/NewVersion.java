package dev.vitrine.server.rest;

import dev.vitrine.statement.tree.Call.BeginVersion;
import dev.vitrine.statement.tree.Call.Registered;
import dev.vitrine.statement.tree.Imported;
import dev.vitrine.statement.tree.LineageSource;
import dev.vitrine.statement.tree.ModelStatement.AddVersion;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.TagAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Beginning a version, the same on every surface. */
public final class NewVersion {
  /** The source of a version that a client copies. */
  private static final Pattern OTHER_VERSION =
      Pattern.compile("models:/[^./@]+\\.[^./@]+\\.[^./@]+/[0-9]+");

  private NewVersion() {}

  /**
   * Begins a version.
   *
   * @param comment null for none
   */
  public static Registered begin(
      QualifiedName model, @Nullable String comment, List<TagAssignment> tags, Exchange exchange) {
    String source = exchange.required("source");
    List<LineageSource> sources = new ArrayList<>(LineageInfo.inHeader(exchange));
    if (OTHER_VERSION.matcher(source).matches()) {
      sources.add(LineageSource.parse(source));
    }
    AddVersion version =
        new AddVersion(
            model,
            source,
            exchange.text("run_id").filter(run -> !run.isEmpty()),
            Optional.empty(),
            Optional.ofNullable(comment),
            tags,
            List.of(),
            VersionContentJson.params(exchange.body()),
            VersionContentJson.metrics(exchange.body()),
            imported(exchange.body()));
    return exchange.run(
        new BeginVersion(
            version,
            exchange.text("model_id").filter(id -> !id.isEmpty()),
            sources,
            dependencies(exchange),
            exchange.body().id("deployment_job_id").filter(id -> !id.isEmpty())));
  }

  /** Number, author and time in the registry that the version comes from. */
  private static Optional<Imported> imported(Members body) {
    return body.object("imported")
        .map(
            members ->
                new Imported(
                    members.requiredNumber("version"),
                    // As in SQL, the author may be empty: not every registry has one.
                    members
                        .text("author")
                        .orElseThrow(() -> Exchange.invalid("'imported.author' is missing.")),
                    members.required("created")));
  }

  /** An object with a list of objects of any kind. */
  private static Optional<String> dependencies(Exchange exchange) {
    Optional<Members> members = exchange.body().object("model_version_dependencies");
    return members
        .filter(dependencies -> !dependencies.objects("dependencies").isEmpty())
        .map(dependencies -> dependencies.node().toString());
  }
}
