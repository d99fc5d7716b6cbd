package dev.vitrine.server.mlflow.search;

import dev.vitrine.server.mlflow.search.SearchableKind.Attribute;
import dev.vitrine.server.mlflow.search.SearchableKind.Kind;
import dev.vitrine.server.mlflow.search.SearchableKind.SortKey;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.view.ModelView;
import dev.vitrine.server.rest.view.Page;
import dev.vitrine.server.rest.view.VersionView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** MLflow's searches for models and versions. */
public final class Search {
  /** Of the API for Unity Catalog: models by name; versions by name and the newest first. */
  public static final Search OF_UNITY_CATALOG = new Search(NameSpelling.FULL, false);

  private final SearchableKind<ModelView> models;
  private final SearchableKind<VersionView> versions;

  private Search(NameSpelling names, boolean latestFirst) {
    this.models = models(names);
    this.versions = versions(names, latestFirst);
  }

  /** Of the model registry: models by name; versions that were changed last first. */
  public static Search ofRegistry(NameSpelling names) {
    return new Search(names, true);
  }

  /**
   * Models that a search found.
   *
   * @param keys a query for the names and latest versions of these models, with the columns {@code
   *     full_name} and {@code version}
   */
  public record Found(Page<ModelView> page, Selection keys) {}

  /** A query, or a part of one, with the values of its parameters. */
  public record Selection(String sql, List<Object> parameters) {
    public Selection {
      parameters = List.copyOf(parameters);
    }
  }

  private static SearchableKind<ModelView> models(NameSpelling names) {
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
    Attribute<ModelView> updated = new Attribute<>(Kind.TIME, "m.updated_at", ModelView::updatedAt);
    attributes.put("last_updated_timestamp", updated);
    // The name that MLflow's pages use in an order.
    attributes.put("timestamp", updated);
    return new SearchableKind<>(
        "models",
        attributes,
        "EXISTS (SELECT 1 FROM tags t WHERE t.object_type = 'MODEL' AND t.full_name = m.full_name"
            + " AND t.tag_name = ? AND ",
        names,
        List.of(),
        List.of(new SortKey<>("name", name, false)));
  }

  private static SearchableKind<VersionView> versions(NameSpelling names, boolean latestFirst) {
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
    Attribute<VersionView> updated =
        new Attribute<>(Kind.TIME, "v.updated_at", VersionView::updatedAt);
    attributes.put("last_updated_timestamp", updated);
    return new SearchableKind<>(
        "versions",
        attributes,
        "EXISTS (SELECT 1 FROM version_tags t WHERE t.full_name = v.full_name"
            + " AND t.version = v.version AND t.tag_name = ? AND ",
        names,
        latestFirst ? List.of(new SortKey<>("last_updated_timestamp", updated, true)) : List.of(),
        List.of(new SortKey<>("name", name, false), new SortKey<>("version", number, true)));
  }

  /** A page of the versions that the request asks for. */
  public Page<VersionView> versions(int size, Exchange exchange) {
    SearchOrder<VersionView> order = new SearchOrder<>(versions, exchange);
    Selection clauses = clauses(versions, order, size, exchange);
    return order.page(VersionView.list(clauses.sql(), clauses.parameters(), exchange), size);
  }

  /**
   * A page of the requested models; objects visible through BROWSE only are included on request.
   */
  public Found models(int size, Exchange exchange) {
    SearchOrder<ModelView> order = new SearchOrder<>(models, exchange);
    Selection clauses = clauses(models, order, size, exchange);
    return new Found(
        order.page(ModelView.list(clauses.sql(), clauses.parameters(), exchange), size),
        new Selection(ModelView.selection(exchange) + clauses.sql(), clauses.parameters()));
  }

  /** The conditions of a request and its order, with one row more than a page has. */
  private static <V> Selection clauses(
      SearchableKind<V> searched, SearchOrder<V> order, int size, Exchange exchange) {
    SearchFilter filter = SearchFilter.parse(exchange.text("filter").orElse(""), searched);
    List<String> conditions = new ArrayList<>(filter.conditions());
    List<Object> parameters = new ArrayList<>(filter.parameters());
    order.after(exchange, parameters).ifPresent(conditions::add);
    parameters.add(size + 1L);
    return new Selection(
        conditions.stream().map(" AND "::concat).collect(Collectors.joining())
            + " ORDER BY "
            + order.clause()
            + " FETCH FIRST ? ROWS ONLY",
        parameters);
  }
}
