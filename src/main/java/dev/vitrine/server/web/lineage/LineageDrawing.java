package dev.vitrine.server.web.lineage;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * A graph with places for its nodes and edges, in pixels; sources are on the left.
 *
 * @param edges as paths of SVG
 */
public record LineageDrawing(int width, int height, List<Box> boxes, List<String> edges) {
  /** Width of a box. */
  public static final int BOX_WIDTH = 200;

  /** Height of a box. */
  public static final int BOX_HEIGHT = 64;

  /** Characters of a line in a box. */
  private static final int LINE = 22;

  private static final int MARGIN = 8;
  private static final double BETWEEN_LAYERS = 40;
  private static final double BETWEEN_NODES = 16;

  /** A graph of the largest size takes less than a second. */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Layouts at a time, so that they leave a processor to other requests. */
  private static final Semaphore LAYOUTS = new Semaphore(2);

  static {
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  public LineageDrawing {
    boxes = List.copyOf(boxes);
    edges = List.copyOf(edges);
  }

  /** A node with its place. */
  public record Box(LineageNode node, int x, int y) {
    /** The name, short enough for the box. */
    public String label() {
      return shortened(node.label());
    }

    /** The schema, short enough for the box. */
    public String place() {
      return shortened(node.place());
    }

    /** The line below the name, short enough for the box. */
    public String detail() {
      return shortened(node.detail());
    }
  }

  /** Draws a graph; empty if this takes too long, or too many others are being drawn. */
  static Optional<LineageDrawing> of(LineageGraph graph) {
    boolean mayStart;
    try {
      mayStart = LAYOUTS.tryAcquire(MOST_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    if (!mayStart) {
      return Optional.empty();
    }
    try {
      return drawn(graph);
    } finally {
      LAYOUTS.release();
    }
  }

  private static Optional<LineageDrawing> drawn(LineageGraph graph) {
    ElkNode root = ElkGraphUtil.createGraph();
    root.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
    root.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.SPLINES);
    root.setProperty(LayeredOptions.PADDING, new ElkPadding(MARGIN));
    root.setProperty(LayeredOptions.SPACING_NODE_NODE, BETWEEN_NODES);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN_LAYERS);
    Map<String, ElkNode> nodes = new HashMap<>();
    for (LineageNode node : graph.nodes().values()) {
      ElkNode shape = ElkGraphUtil.createNode(root);
      shape.setDimensions(BOX_WIDTH, BOX_HEIGHT);
      nodes.put(node.key(), shape);
    }
    List<ElkEdge> edges =
        graph.edges().stream()
            .map(
                edge -> ElkGraphUtil.createSimpleEdge(nodes.get(edge.from()), nodes.get(edge.to())))
            .toList();
    Deadline deadline = new Deadline(MOST_NANOS);
    new LayeredLayoutProvider().layout(root, deadline);
    if (deadline.isCanceled()) {
      return Optional.empty();
    }
    return Optional.of(
        new LineageDrawing(
            (int) Math.ceil(root.getWidth()),
            (int) Math.ceil(root.getHeight()),
            graph.nodes().values().stream()
                .map(node -> box(node, requireNonNull(nodes.get(node.key()))))
                .toList(),
            edges.stream().map(LineageDrawing::path).toList()));
  }

  private static Box box(LineageNode node, ElkNode shape) {
    return new Box(node, (int) Math.round(shape.getX()), (int) Math.round(shape.getY()));
  }

  /** Bend points of a spline are control points of cubic curves, in threes. */
  private static String path(ElkEdge edge) {
    StringBuilder path = new StringBuilder();
    for (ElkEdgeSection section : edge.getSections()) {
      path.append('M').append(point(section.getStartX(), section.getStartY()));
      List<ElkBendPoint> bends = section.getBendPoints();
      int next = 0;
      for (; next + 2 < bends.size(); next += 3) {
        path.append('C')
            .append(point(bends.get(next)))
            .append(point(bends.get(next + 1)))
            .append(point(bends.get(next + 2)));
      }
      int left = bends.size() - next;
      path.append(left == 2 ? 'C' : left == 1 ? 'Q' : 'L');
      for (; next < bends.size(); next++) {
        path.append(point(bends.get(next)));
      }
      path.append(point(section.getEndX(), section.getEndY()));
    }
    return path.toString();
  }

  private static String point(ElkBendPoint bend) {
    return point(bend.getX(), bend.getY());
  }

  private static String point(double x, double y) {
    return String.format(Locale.ROOT, "%.1f %.1f ", x, y);
  }

  /** The beginning and the end of a text that is too long. */
  static String shortened(String text) {
    int length = text.codePointCount(0, text.length());
    if (length <= LINE) {
      return text;
    }
    int half = (LINE - 1) / 2;
    return text.substring(0, text.offsetByCodePoints(0, LINE - 1 - half))
        + "…"
        + text.substring(text.offsetByCodePoints(0, length - half));
  }

  /** Stops a layout that takes too long. */
  private static final class Deadline extends BasicProgressMonitor {
    private final long end;

    Deadline(long nanos) {
      end = System.nanoTime() + nanos;
    }

    @Override
    public boolean isCanceled() {
      return System.nanoTime() - end > 0;
    }
  }
}
