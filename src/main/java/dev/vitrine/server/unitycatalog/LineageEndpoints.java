package dev.vitrine.server.unitycatalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.LineageInfo;
import dev.vitrine.server.rest.Members;
import dev.vitrine.server.rest.view.LineageView;
import dev.vitrine.server.rest.view.Page;
import dev.vitrine.statement.tree.Call.AddLineage;
import dev.vitrine.statement.tree.LineageSource;
import dev.vitrine.statement.tree.QualifiedName;
import io.javalin.http.HandlerType;
import java.time.Instant;
import java.util.List;

/**
 * Lineage of versions, in the format of MLflow's lineage header and in that of external lineage of
 * the Databricks SDK.
 */
public final class LineageEndpoints {
  /** Rows per page. */
  private static final int PAGE = 1_000;

  private LineageEndpoints() {}

  /** Adds them. */
  public static void add(Api api) {
    String lineage = ContainerEndpoints.PREFIX + "/lineage";
    api.answer(HandlerType.POST, lineage, LineageEndpoints::record);
    api.answer(HandlerType.GET, lineage, LineageEndpoints::read);
    String external = "/api/2.0/lineage-tracking/external-lineage";
    api.answer(HandlerType.POST, external, LineageEndpoints::relate);
    api.answer(HandlerType.GET, external, LineageEndpoints::relations);
  }

  private static JsonNode record(Exchange exchange) {
    List<LineageSource> sources = LineageInfo.sources(exchange.body());
    if (sources.isEmpty()) {
      throw Exchange.invalid("Neither 'lineages' nor 'entities' contains a source.")
          .withHint(
              "Send {\"lineages\": [{\"source_securables\": [{\"table\": {\"name\": …}}]}]}.");
    }
    exchange.run(
        new AddLineage(exchange.model("name"), exchange.requiredNumber("version"), sources));
    return Json.object();
  }

  private static JsonNode read(Exchange exchange) {
    QualifiedName model = exchange.model("name");
    long version = exchange.requiredNumber("version");
    Page<LineageView> page =
        LineageView.upstream(model, version, exchange.pageSize(PAGE, PAGE), exchange);
    ObjectNode answer =
        Json.object().put("name", model.toString()).put("version", Long.toString(version));
    answer.setAll(LineageInfo.of(page.rows().stream().map(LineageView::source).toList()));
    page.next().ifPresent(token -> answer.put("next_page_token", token));
    return answer;
  }

  private static JsonNode relate(Exchange exchange) {
    for (String other : List.of("columns", "properties")) {
      if (!exchange.body().node().path(other).isEmpty()) {
        throw unsupported("Lineage has no " + other + " in Vitrine.");
      }
    }
    Members source = exchange.body().requiredObject("source");
    Members target = exchange.body().requiredObject("target");
    Members made =
        target
            .object("model_version")
            .orElseThrow(
                () -> unsupported("The target of lineage can only be a version of a model."));
    exchange.run(
        new AddLineage(
            Exchange.modelName(made.required("name")),
            made.requiredNumber("version"),
            List.of(LineageInfo.requireSecurable(source))));
    ObjectNode answer = Json.object();
    answer.set("source", source.node());
    answer.set("target", target.node());
    return answer;
  }

  private static JsonNode relations(Exchange exchange) {
    boolean upstream = exchange.required("lineage_direction").equals("UPSTREAM");
    String object = "object_info.";
    int size =
        exchange.number("page_size").filter(n -> n > 0 && n < PAGE).orElse((long) PAGE).intValue();
    ObjectNode answer = Json.object();
    ArrayNode relations = answer.putArray("external_lineage_relationships");
    Page<LineageView> page;
    if (upstream) {
      page =
          LineageView.upstream(
              exchange.model(object + "model_version.name"),
              exchange.requiredNumber(object + "model_version.version"),
              size,
              exchange);
      page.rows().forEach(row -> relations.add(source(row)));
    } else {
      page = LineageView.downstream(source(object, exchange), size, exchange);
      page.rows().forEach(row -> relations.add(target(row)));
    }
    page.next().ifPresent(token -> answer.put("next_page_token", token));
    return answer;
  }

  private static LineageSource source(String object, Exchange exchange) {
    if (exchange.text(object + "table.name").isPresent()) {
      return new LineageSource(LineageSource.Kind.TABLE, exchange.required(object + "table.name"));
    }
    if (exchange.text(object + "path.url").isPresent()) {
      return LineageInfo.path(exchange.required(object + "path.url"));
    }
    return LineageInfo.version(
        exchange.required(object + "model_version.name"),
        exchange.requiredNumber(object + "model_version.version"));
  }

  private static ObjectNode source(LineageView row) {
    ObjectNode node = Json.object();
    String name = row.source().name();
    switch (row.source().kind()) {
      case TABLE -> {
        String[] parts = name.split("\\.", -1);
        ObjectNode table = info(node, "table_info", row).put("name", parts[parts.length - 1]);
        if (parts.length == 3) {
          table.put("catalog_name", parts[0]).put("schema_name", parts[1]);
        }
      }
      case PATH -> info(node, "file_info", row).put("path", name);
      case MODEL_VERSION ->
          info(node, "model_info", row)
              .put("model_name", name.substring(0, name.lastIndexOf('/')))
              .put("version", Exchange.version(name.substring(name.lastIndexOf('/') + 1)));
      case NOTEBOOK, JOB, PIPELINE ->
          info(node, "external_metadata_info", row).put("name", row.source().toString());
    }
    return node;
  }

  private static ObjectNode target(LineageView row) {
    ObjectNode node = Json.object();
    info(node, "model_info", row).put("model_name", row.model()).put("version", row.version());
    return node;
  }

  private static ObjectNode info(ObjectNode node, String kind, LineageView row) {
    return node.putObject(kind)
        .put("event_time", Instant.ofEpochMilli(row.recordedAt()).toString());
  }

  private static VitrineException unsupported(String problem) {
    return new VitrineException(ErrorCode.UNSUPPORTED_FEATURE, problem)
        .withHint("Send the tables, paths or versions that the version was created from.");
  }
}
