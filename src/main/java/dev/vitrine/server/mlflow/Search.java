package dev.vitrine.server.mlflow;

import dev.vitrine.server.mlflow.SearchableKind.Attribute;
import dev.vitrine.server.mlflow.SearchableKind.Kind;
import dev.vitrine.server.mlflow.SearchableKind.SortKey;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.view.ModelView;
import dev.vitrine.server.rest.view.Page;
import dev.vitrine.server.rest.view.VersionView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** MLflow's searches: for models, by name; for versions, by name and the newest first. */
final class Search {
  private static final SearchableKind<ModelView> MODELS = models();
  private static final SearchableKind<VersionView> VERSIONS = versions();

  private Search() {}

  private static SearchableKind<ModelView> models() {
    Map<String, Attribute<ModelView>> attributes = new HashMap<>();
    Attribute<ModelView> name = new Attribute<>(Kind.NAME, "m.full_name", ModelView::fullName);
    attributes.put("name", name);
    attributes.put("owner", new Attribute<>(Kind.TEXT, "m.owner", ModelView::owner));
    attributes.put("user_id", new Attribute<>(Kind.TEXT, "m.created_by", ModelView::createdBy));
    attributes.put(
        "description",
        new Attribute<>(Kind.TEXT, "m.comment", model -> model.comment().orElse("")));
    attributes.put(
        "creation_timestamp", new Attribute<>(Kind.TIME, "m.created_at", ModelView::createdAt));
    attributes.put(
        "last_updated_timestamp", new Attribute<>(Kind.TIME, "m.updated_at", ModelView::updatedAt));
    return new SearchableKind<>(
        "models",
        attributes,
        "EXISTS (SELECT 1 FROM tags t WHERE t.object_type = 'MODEL' AND t.full_name = m.full_name"
            + " AND t.tag_name = ? AND ",
        List.of(new SortKey<>("name", name, false)));
  }

  private static SearchableKind<VersionView> versions() {
    Map<String, Attribute<VersionView>> attributes = new HashMap<>();
    Attribute<VersionView> name = new Attribute<>(Kind.NAME, "v.full_name", VersionView::fullName);
    Attribute<VersionView> number = new Attribute<>(Kind.NUMBER, "v.version", VersionView::version);
    attributes.put("name", name);
    attributes.put("version_number", number);
    attributes.put("version", number);
    attributes.put(
        "run_id", new Attribute<>(Kind.TEXT, "v.run_id", each -> each.runId().orElse("")));
    attributes.put(
        "source_path", new Attribute<>(Kind.TEXT, "v.source", each -> each.source().orElse("")));
    attributes.put("status", new Attribute<>(Kind.TEXT, "v.status", VersionView::status));
    attributes.put("user_id", new Attribute<>(Kind.TEXT, "v.created_by", VersionView::createdBy));
    attributes.put(
        "description", new Attribute<>(Kind.TEXT, "v.comment", each -> each.comment().orElse("")));
    attributes.put(
        "creation_timestamp", new Attribute<>(Kind.TIME, "v.created_at", VersionView::createdAt));
    attributes.put(
        "last_updated_timestamp",
        new Attribute<>(Kind.TIME, "v.updated_at", VersionView::updatedAt));
    return new SearchableKind<>(
        "versions",
        attributes,
        "EXISTS (SELECT 1 FROM version_tags t WHERE t.full_name = v.full_name"
            + " AND t.version = v.version AND t.tag_name = ? AND ",
        List.of(new SortKey<>("name", name, false), new SortKey<>("version", number, true)));
  }

  /** A page of the versions that the request asks for. */
  static Page<VersionView> versions(int size, Exchange exchange) {
    return page(
        VERSIONS,
        (clauses, parameters) -> VersionView.list(clauses, parameters, exchange),
        size,
        exchange);
  }

  /**
   * A page of the requested models; objects visible through BROWSE only are included on request.
   */
  static Page<ModelView> models(int size, Exchange exchange) {
    return page(
        MODELS,
        (clauses, parameters) -> ModelView.list(clauses, parameters, exchange),
        size,
        exchange);
  }

  private static <V> Page<V> page(
      SearchableKind<V> searched,
      BiFunction<String, List<Object>, List<V>> query,
      int size,
      Exchange exchange) {
    SearchFilter filter = SearchFilter.parse(exchange.text("filter").orElse(""), searched);
    SearchOrder<V> order = new SearchOrder<>(searched, exchange);
    List<String> conditions = new ArrayList<>(filter.conditions());
    List<Object> parameters = new ArrayList<>(filter.parameters());
    order.after(exchange, parameters).ifPresent(conditions::add);
    parameters.add(size + 1L);
    String further = conditions.stream().map(" AND "::concat).collect(Collectors.joining());
    return order.page(
        query.apply(
            further + " ORDER BY " + order.clause() + " FETCH FIRST ? ROWS ONLY", parameters),
        size);
  }
}
