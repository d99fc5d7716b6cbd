package dev.vitrine.server.web;

import dev.vitrine.catalog.text.LikeText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The part of the tree whose names contain a text, open down to the models. Names are stored in
 * lower case.
 */
final class TreeFilter {
  private static final int MOST = Tree.MOST_CHILDREN;

  private static final String CATALOGS =
      "SELECT catalog_name FROM system.registry.catalogs WHERE catalog_name LIKE ?"
          + " ESCAPE '!' ORDER BY catalog_name LIMIT "
          + MOST;

  private static final String SCHEMAS =
      "SELECT catalog_name, schema_name FROM system.registry.schemas"
          + " WHERE schema_name LIKE ? ESCAPE '!' ORDER BY catalog_name, schema_name LIMIT "
          + MOST;

  private static final String MODELS =
      "SELECT catalog_name, schema_name, model_name FROM system.registry.models"
          + " WHERE %s LIKE ? ESCAPE '!' ORDER BY full_name LIMIT "
          + MOST;

  private final Set<String> grey;
  private final Map<String, Map<String, Set<String>>> found = new TreeMap<>();

  private TreeFilter(Set<String> grey) {
    this.grey = grey;
  }

  /** The nodes for the text of the filter; the catalogs without a text. */
  static WebResponse of(UserRequest request) {
    String text = request.text("q").orElse("").strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return new Tree.BranchView(Tree.of(request, List.of()), "");
    }
    String pattern = "%" + LikeText.escaped(text) + "%";
    TreeFilter filter =
        new TreeFilter(
            Tree.browseOnly(
                request, "object_type <> 'MODEL' OR full_name LIKE ? ESCAPE '!'", pattern));
    boolean qualified = text.contains(".");
    List<Row> models =
        request.rows(MODELS.formatted(qualified ? "full_name" : "model_name"), pattern);
    models.forEach(row -> filter.schema(row.text(0), row.text(1)).add(row.text(2)));
    boolean cut = models.size() == MOST;
    if (!qualified) {
      List<Row> schemas = request.rows(SCHEMAS, pattern);
      schemas.forEach(row -> filter.schema(row.text(0), row.text(1)));
      List<Row> catalogs = request.rows(CATALOGS, pattern);
      catalogs.forEach(row -> filter.catalog(row.text(0)));
      cut |= schemas.size() == MOST || catalogs.size() == MOST;
    }
    List<Tree.Node> nodes =
        filter.found.entrySet().stream()
            .map(catalog -> filter.catalog(catalog.getKey(), catalog.getValue()))
            .toList();
    return new Tree.BranchView(nodes, note(nodes.isEmpty(), cut));
  }

  private static String note(boolean empty, boolean cut) {
    if (empty) {
      return "No match";
    }
    return cut ? "Only the first " + MOST + " matches are shown." : "";
  }

  private Map<String, Set<String>> catalog(String name) {
    return found.computeIfAbsent(name, fresh -> new TreeMap<>());
  }

  private Set<String> schema(String catalog, String name) {
    return catalog(catalog).computeIfAbsent(name, fresh -> new TreeSet<>());
  }

  private Tree.Node catalog(String name, Map<String, Set<String>> schemas) {
    List<Tree.Node> children =
        schemas.entrySet().stream()
            .map(schema -> schema(name, schema.getKey(), schema.getValue()))
            .toList();
    return node(List.of(name), Tree.ROOT + "/" + Tree.encoded(name), children);
  }

  private Tree.Node schema(String catalog, String name, Set<String> models) {
    List<Tree.Node> children =
        models.stream().map(model -> node(List.of(catalog, name, model), "", List.of())).toList();
    return node(
        List.of(catalog, name),
        Tree.ROOT + "/" + Tree.encoded(catalog) + "/" + Tree.encoded(name),
        children);
  }

  private Tree.Node node(List<String> names, String branch, List<Tree.Node> children) {
    return new Tree.Node(
        names.get(names.size() - 1),
        Tree.href(names.toArray(String[]::new)),
        branch,
        false,
        grey.contains(String.join(".", names)),
        !children.isEmpty(),
        children,
        false);
  }
}
