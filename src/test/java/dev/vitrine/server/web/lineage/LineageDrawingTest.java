package dev.vitrine.server.web.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.web.lineage.LineageDrawing.Box;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The layout of lineage graphs. */
final class LineageDrawingTest {
  @Test
  void sourcesAreOnTheLeft() {
    LineageGraph.Growing growing = new LineageGraph.Growing();
    for (String key : List.of("prod.raw.events", "models:/c.s.m/1", "models:/c.s.copy/1")) {
      growing.add(key);
    }
    growing.link("prod.raw.events", "models:/c.s.m/1");
    growing.link("models:/c.s.m/1", "models:/c.s.copy/1");
    LineageGraph graph =
        growing.graph(Set.of("models:/c.s.m/1"), Map.of("models:/c.s.m/1", List.of("Champion")));
    LineageDrawing drawing = LineageDrawing.of(graph).orElseThrow();
    Map<String, Box> boxes = new HashMap<>();
    drawing.boxes().forEach(box -> boxes.put(box.node().key(), box));
    Box table = boxes.get("prod.raw.events");
    Box version = boxes.get("models:/c.s.m/1");
    Box copy = boxes.get("models:/c.s.copy/1");
    assertThat(table.x() + LineageDrawing.BOX_WIDTH).isLessThan(version.x());
    assertThat(version.x() + LineageDrawing.BOX_WIDTH).isLessThan(copy.x());
    assertThat(table.label()).isEqualTo("events");
    assertThat(table.detail()).isEqualTo("table");
    assertThat(table.place()).isEqualTo("prod.raw");
    assertThat(table.node().href()).isEmpty();
    assertThat(version.detail()).isEqualTo("version 1 · Champion");
    assertThat(version.node().style()).isEqualTo("node version focus");
    assertThat(copy.node().href()).isEqualTo("/models/c.s.copy/versions/1");
    assertThat(drawing.edges()).hasSize(2).allMatch(path -> path.matches("M[0-9. CLQ]+"));
  }

  @Test
  void theLargestGraphIsDrawnWithoutOverlaps() {
    Random random = new Random(1);
    LineageGraph.Growing growing = new LineageGraph.Growing();
    for (int i = 0; i < LineageGraph.MOST_NODES + 10; i++) {
      growing.add("models:/c.s.m/" + (i + 1));
    }
    for (int i = 0; i < 2 * LineageGraph.MOST_EDGES; i++) {
      int one = random.nextInt(LineageGraph.MOST_NODES);
      int other = random.nextInt(LineageGraph.MOST_NODES);
      growing.link(
          "models:/c.s.m/" + (Math.min(one, other) + 1),
          "models:/c.s.m/" + (Math.max(one, other) + 1));
    }
    LineageGraph graph = growing.graph(Set.of(), Map.of());
    assertThat(graph.cut()).isTrue();
    assertThat(graph.nodes().size()).isBetween(100, LineageGraph.MOST_NODES);
    assertThat(graph.edges()).hasSize(LineageGraph.MOST_EDGES);
    LineageDrawing drawing = LineageDrawing.of(graph).orElseThrow();
    for (Box one : drawing.boxes()) {
      for (Box other : drawing.boxes()) {
        assertThat(
                one.equals(other)
                    || Math.abs(one.x() - other.x()) >= LineageDrawing.BOX_WIDTH
                    || Math.abs(one.y() - other.y()) >= LineageDrawing.BOX_HEIGHT)
            .isTrue();
      }
    }
  }

  @Test
  void longNamesLoseTheirMiddle() {
    assertThat(LineageDrawing.shortened("short")).isEqualTo("short");
    assertThat(LineageDrawing.shortened("a".repeat(20) + "b".repeat(20)))
        .isEqualTo("a".repeat(11) + "…" + "b".repeat(10));
    assertThat(LineageDrawing.shortened("\ud83d\ude00".repeat(30)))
        .isEqualTo("\ud83d\ude00".repeat(11) + "…" + "\ud83d\ude00".repeat(10));
  }

  @Test
  void circlesAreDrawnToo() {
    LineageGraph.Growing growing = new LineageGraph.Growing();
    growing.add("models:/c.s.a/1");
    growing.add("models:/c.s.b/1");
    growing.link("models:/c.s.a/1", "models:/c.s.b/1");
    growing.link("models:/c.s.b/1", "models:/c.s.a/1");
    growing.link("models:/c.s.b/1", "models:/c.s.b/1");
    assertThat(LineageDrawing.of(growing.graph(Set.of(), Map.of())).orElseThrow().edges())
        .hasSize(2);
  }
}
