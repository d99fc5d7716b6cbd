package dev.vitrine.server.mlflow.registry;

import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.server.mlflow.registry.DownloadUris.Registered;
import dev.vitrine.server.mlflow.search.NameSpelling;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.TagList;
import dev.vitrine.server.rest.VersionContentJson;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.statement.tree.ModelStatement.AddVersion;
import dev.vitrine.statement.tree.ModelStatement.CopyVersion;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.SecurableStatement.CommentOn;
import dev.vitrine.statement.tree.SecurableStatement.SetTags;
import dev.vitrine.statement.tree.TagAssignment;
import dev.vitrine.statement.tree.VersionRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Registers versions. A source that is a version of a registered model is copied with its files;
 * any other source is recorded, but not opened.
 */
final class NewRegistryVersion {
  private final NameSpelling names;

  NewRegistryVersion(NameSpelling names) {
    this.names = names;
  }

  /**
   * Adds a version.
   *
   * @return its number
   */
  long add(QualifiedName model, Exchange exchange) {
    String source = exchange.required("source");
    List<TagAssignment> tags = Prompts.refuse(TagList.of(exchange.body()));
    Optional<Registered> original = DownloadUris.registered(source, names);
    return original.isPresent()
        ? copy(model, original.get(), tags, exchange)
        : number(
            exchange.run(
                new AddVersion(
                    model,
                    source,
                    notEmpty("run_id", exchange),
                    Optional.empty(),
                    notEmpty("description", exchange),
                    tags,
                    List.of(),
                    VersionContentJson.params(exchange.body()),
                    VersionContentJson.metrics(exchange.body()),
                    Optional.empty())));
  }

  private static Optional<String> notEmpty(String member, Exchange exchange) {
    return exchange.text(member).filter(text -> !text.isEmpty());
  }

  /** A copy has the description and tags of its original; a request can name others. */
  private static long copy(
      QualifiedName model, Registered from, List<TagAssignment> tags, Exchange exchange) {
    VersionRef number = new VersionRef.ByNumber(from.version());
    ModelVersion original = exchange.read(from.model(), number);
    List<TagAssignment> added =
        tags.stream().filter(tag -> !tag.value().equals(original.tags().get(tag.key()))).toList();
    Optional<String> comment = notEmpty("description", exchange);
    boolean commented = comment.isPresent() && !comment.equals(original.comment());
    AtomicLong copied = new AtomicLong();
    List<Runnable> changes = new ArrayList<>();
    changes.add(
        () -> copied.set(number(exchange.run(new CopyVersion(model, from.model(), number)))));
    if (commented) {
      changes.add(() -> exchange.run(new CommentOn(version(model, copied.get()), comment)));
    }
    if (!added.isEmpty()) {
      changes.add(() -> exchange.run(new SetTags(version(model, copied.get()), added)));
    }
    exchange.runTogether(changes);
    return copied.get();
  }

  private static ObjectRef version(QualifiedName model, long number) {
    return new ObjectRef(
        SecurableRef.of(SecurableType.MODEL, model), Optional.of(new VersionRef.ByNumber(number)));
  }

  private static long number(Outcome outcome) {
    if (outcome instanceof Outcome.Changed changed && changed.version().isPresent()) {
      return changed.version().getAsLong();
    }
    throw new IllegalStateException("a version without a number was added");
  }
}
