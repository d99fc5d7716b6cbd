package dev.vitrine.server.web.lineage;

import static java.util.Objects.requireNonNull;

import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.content.DetailPart;
import dev.vitrine.statement.tree.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lineage of a model or version, as a part of a page.
 *
 * @param drawing empty if there is nothing to draw, or it takes too long
 * @param links the same as a table
 * @param cut whether there is more than is shown
 * @param sql the query behind the first step
 */
public record LineagePart(
    Optional<LineageDrawing> drawing, List<Link> links, boolean cut, String sql)
    implements DetailPart {
  public LineagePart {
    links = List.copyOf(links);
  }

  /** A node that another was made from. */
  public record Link(LineageNode from, LineageNode to) {}

  /**
   * The lineage of the newest versions of a model and those with aliases, as far as the user may
   * read them.
   *
   * @param model the name, in lower case
   */
  public static LineagePart of(UserRequest request, QualifiedName model) {
    String name = model.toString();
    return of(
        new LineageReader(request).ofModel(name),
        "SELECT * FROM system.access.model_lineage WHERE target_model_full_name = "
            + literal(name));
  }

  /** The lineage of one version, as far as the user may read it. */
  public static LineagePart of(UserRequest request, QualifiedName model, long version) {
    String name = model.toString();
    return of(
        new LineageReader(request).around(List.of(LineageNode.version(name, version))),
        "SELECT * FROM system.access.model_lineage WHERE target_model_full_name = "
            + literal(name)
            + " AND target_model_version = "
            + version);
  }

  private static LineagePart of(LineageGraph graph, String sql) {
    Map<String, LineageNode> nodes = graph.nodes();
    return new LineagePart(
        nodes.isEmpty() ? Optional.empty() : LineageDrawing.of(graph),
        graph.edges().stream()
            .map(
                edge ->
                    new Link(
                        requireNonNull(nodes.get(edge.from())),
                        requireNonNull(nodes.get(edge.to()))))
            .toList(),
        graph.cut(),
        sql);
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
