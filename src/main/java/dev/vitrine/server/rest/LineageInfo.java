package dev.vitrine.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.tree.LineageSource;
import dev.vitrine.statement.tree.LineageSource.Kind;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lineage information of clients in the format of MLflow's lineage header: entities that created
 * the version, and its source securables.
 */
public final class LineageInfo {
  private static final String HEADER = "X-Databricks-Lineage-Identifier";

  private static final Map<String, Kind> ENTITIES =
      Map.of("notebook", Kind.NOTEBOOK, "job", Kind.JOB, "pipeline", Kind.PIPELINE);

  private LineageInfo() {}

  /** The sources that a request has in its header, as far as they can be kept. */
  static List<LineageSource> inHeader(Exchange exchange) {
    List<LineageSource> sources = new ArrayList<>();
    String header = exchange.context().header(HEADER);
    if (header != null) {
      Members info = Members.of(decode(header));
      for (Members lineage : info.objects("lineages")) {
        lineage
            .objects("source_securables")
            .forEach(node -> securable(node).ifPresent(sources::add));
      }
      info.objects("entities").forEach(node -> entity(node).ifPresent(sources::add));
    }
    return sources;
  }

  private static ObjectNode decode(String header) {
    try {
      return Json.parse(Base64.getDecoder().decode(header));
    } catch (IllegalArgumentException exception) {
      throw Exchange.invalid("The header " + HEADER + " is malformed.").withCause(exception);
    }
  }

  /**
   * The sources of some information.
   *
   * @throws VitrineException when one of them cannot be kept
   */
  public static List<LineageSource> sources(Members info) {
    List<LineageSource> sources = new ArrayList<>();
    for (Members lineage : info.objects("lineages")) {
      if (lineage.has("target_securable")) {
        throw unsupported("The target of lineage must be a model version.");
      }
      lineage.objects("source_securables").forEach(node -> sources.add(requireSecurable(node)));
    }
    for (Members node : info.objects("entities")) {
      sources.add(
          entity(node)
              .orElseThrow(
                  () -> unsupported("The entity must be a notebook, a job or a pipeline.")));
    }
    return sources;
  }

  /**
   * The source that an object describes.
   *
   * @throws VitrineException UNSUPPORTED_FEATURE for other kinds of sources
   */
  public static LineageSource requireSecurable(Members node) {
    return securable(node)
        .orElseThrow(() -> unsupported("A source must be a table, a path or a model version."));
  }

  private static Optional<LineageSource> entity(Members node) {
    for (Map.Entry<String, Kind> entity : ENTITIES.entrySet()) {
      Optional<Members> found = node.object(entity.getKey());
      if (found.isPresent()) {
        String member = entity.getValue() == Kind.PIPELINE ? "pipeline_id" : "id";
        return Optional.of(new LineageSource(entity.getValue(), found.get().requiredId(member)));
      }
    }
    return Optional.empty();
  }

  private static Optional<LineageSource> securable(Members node) {
    return node.object("table")
        .map(table -> new LineageSource(Kind.TABLE, table.required("name")))
        .or(() -> node.object("path").map(path -> path(path.required("url"))))
        .or(
            () ->
                node.object("model_version")
                    .map(made -> version(made.required("name"), made.requiredNumber("version"))));
  }

  /** A version of a model, from which another was made. */
  public static LineageSource version(String model, long version) {
    return new LineageSource(Kind.MODEL_VERSION, Exchange.modelName(model) + "/" + version);
  }

  /** A path; its URL must be distinguishable from a name. */
  public static LineageSource path(String url) {
    if (LineageSource.parse(url).kind() != Kind.PATH) {
      throw Exchange.invalid("'" + url + "' is not the URL of a path.");
    }
    return new LineageSource(Kind.PATH, url);
  }

  /** The same information of sources. */
  public static ObjectNode of(List<LineageSource> sources) {
    ObjectNode info = Json.object();
    ArrayNode entities = info.putArray("entities");
    ArrayNode securables = Json.object().putArray("source_securables");
    for (LineageSource source : sources) {
      switch (source.kind()) {
        case TABLE, PATH, MODEL_VERSION -> securables.add(node(source));
        case NOTEBOOK -> entities.addObject().putObject("notebook").put("id", source.name());
        case JOB -> entities.addObject().putObject("job").put("id", source.name());
        case PIPELINE ->
            entities.addObject().putObject("pipeline").put("pipeline_id", source.name());
      }
    }
    ArrayNode lineages = info.putArray("lineages");
    if (!securables.isEmpty()) {
      lineages.addObject().set("source_securables", securables);
    }
    return info;
  }

  private static ObjectNode node(LineageSource source) {
    ObjectNode node = Json.object();
    String name = source.name();
    switch (source.kind()) {
      case TABLE -> node.putObject("table").put("name", name);
      case PATH -> node.putObject("path").put("url", name);
      case MODEL_VERSION -> {
        int slash = name.lastIndexOf('/');
        node.putObject("model_version")
            .put("name", name.substring(0, slash))
            .put("version", name.substring(slash + 1));
      }
      case NOTEBOOK, JOB, PIPELINE -> throw new IllegalArgumentException(source.toString());
    }
    return node;
  }

  private static VitrineException unsupported(String problem) {
    return new VitrineException(ErrorCode.UNSUPPORTED_FEATURE, problem)
        .withHint("See docs/mlflow.md, section \"Lineage\".");
  }
}
