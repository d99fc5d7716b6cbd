package dev.vitrine.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Loads the tree of catalogs, schemas and models, as far as it is open. */
public final class Tree {
  /** Maximum number of children that are shown at once. */
  static final int MOST_CHILDREN = 200;

  static final String ROOT = "/tree";

  private Tree() {}

  /** Adds the requests by which scripts open a branch. */
  static void add(Pages pages) {
    pages.get(ROOT, TreeFilter::of);
    pages.get(ROOT + "/{catalog}", request -> branch(request, List.of(request.path("catalog"))));
    pages.get(
        ROOT + "/{catalog}/{schema}",
        request -> branch(request, List.of(request.path("catalog"), request.path("schema"))));
  }

  private static WebResponse branch(UserRequest request, List<String> parent) {
    List<Node> nodes =
        parent.size() == 1
            ? schemas(request, parent.get(0), List.of())
            : models(request, parent.get(0), parent.get(1), List.of());
    return new BranchView(nodes, nodes.isEmpty() ? "Empty" : "");
  }

  /** The catalogs, open at the object of this name. */
  static List<Node> of(UserRequest request, List<String> place) {
    Set<String> grey = browseOnly(request, "object_type = 'CATALOG'");
    List<Row> rows =
        request.rows(
            "SELECT catalog_name FROM system.registry.catalogs ORDER BY catalog_name LIMIT "
                + (MOST_CHILDREN + 1));
    return rows.stream()
        .limit(MOST_CHILDREN)
        .map(
            row -> {
              String name = row.text(0);
              boolean open = !place.isEmpty() && place.get(0).equalsIgnoreCase(name);
              List<Node> schemas = open ? schemas(request, name, place) : List.of();
              return new Node(
                  name,
                  href(name),
                  ROOT + "/" + encoded(name),
                  open && place.size() == 1,
                  grey.contains(name),
                  open,
                  schemas,
                  schemas.size() == MOST_CHILDREN);
            })
        .toList();
  }

  private static List<Node> schemas(UserRequest request, String catalog, List<String> place) {
    Set<String> grey = browseOnly(request, "object_type = 'SCHEMA' AND catalog_name = ?", catalog);
    return request
        .rows(
            "SELECT schema_name FROM system.registry.schemas WHERE catalog_name = ?"
                + " ORDER BY schema_name LIMIT "
                + MOST_CHILDREN,
            catalog)
        .stream()
        .map(
            row -> {
              String name = row.text(0);
              boolean open = place.size() > 1 && place.get(1).equalsIgnoreCase(name);
              List<Node> models = open ? models(request, catalog, name, place) : List.of();
              return new Node(
                  name,
                  href(catalog, name),
                  ROOT + "/" + encoded(catalog) + "/" + encoded(name),
                  open && place.size() == 2,
                  grey.contains(catalog + "." + name),
                  open,
                  models,
                  models.size() == MOST_CHILDREN);
            })
        .toList();
  }

  private static List<Node> models(
      UserRequest request, String catalog, String schema, List<String> place) {
    Set<String> grey =
        browseOnly(
            request,
            "object_type = 'MODEL' AND catalog_name = ? AND schema_name = ?",
            catalog,
            schema);
    return request
        .rows(
            "SELECT model_name FROM system.registry.models WHERE catalog_name = ?"
                + " AND schema_name = ? ORDER BY model_name LIMIT "
                + MOST_CHILDREN,
            catalog,
            schema)
        .stream()
        .map(
            row -> {
              String name = row.text(0);
              String full = catalog + "." + schema + "." + name;
              return new Node(
                  name,
                  href(catalog, schema, name),
                  "",
                  place.size() > 2 && place.get(2).equalsIgnoreCase(name),
                  grey.contains(full),
                  false,
                  List.of(),
                  false);
            })
        .toList();
  }

  /** The names of the objects that the user sees by BROWSE and nothing else. */
  static Set<String> browseOnly(UserRequest request, String condition, Object... values) {
    Set<String> names = new HashSet<>();
    request
        .rows("SELECT full_name FROM system.registry.browse_only WHERE " + condition, values)
        .forEach(row -> names.add(row.text(0)));
    return names;
  }

  /** The page of a catalog, schema or model. */
  public static String href(String... names) {
    if (names.length == 3) {
      return "/models/" + encoded(String.join(".", names));
    }
    StringBuilder path = new StringBuilder("/catalogs");
    for (String name : names) {
      path.append('/').append(encoded(name));
    }
    return path.toString();
  }

  /** A name as a part of a path. */
  public static String encoded(String name) {
    return URLEncoder.encode(name, UTF_8).replace("+", "%20");
  }

  /**
   * Nodes of the tree, as a part of a page.
   *
   * @param note a sentence below them, or empty
   */
  public record BranchView(List<Node> nodes, String note) implements View {
    public BranchView {
      nodes = List.copyOf(nodes);
    }

    @Override
    public String template() {
      return "tag/branch.jte";
    }

    @Override
    public String title() {
      return "Tree";
    }

    @Override
    public boolean isFragment() {
      return true;
    }
  }

  /**
   * A catalog, schema or model in the tree at the side of the pages.
   *
   * @param href its page
   * @param branch the address of its children; empty for models
   * @param current whether the page shows it
   * @param browseOnly whether the user sees it by BROWSE and nothing else
   * @param open whether its children are shown
   * @param more whether there are more children than are shown
   */
  public record Node(
      String name,
      String href,
      String branch,
      boolean current,
      boolean browseOnly,
      boolean open,
      List<Node> children,
      boolean more) {
    public Node {
      children = List.copyOf(children);
    }
  }
}
