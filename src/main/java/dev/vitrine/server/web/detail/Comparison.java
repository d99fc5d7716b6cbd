package dev.vitrine.server.web.detail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A section of the comparison of two versions: a value of each for every name.
 *
 * @param title of the section
 */
public record Comparison(String title, List<Line> lines) {
  public Comparison {
    lines = List.copyOf(lines);
  }

  /**
   * A name and its values.
   *
   * @param left of the first version; empty if it has none
   */
  public record Line(String name, String left, String right) {
    /** Whether the versions differ here. */
    public boolean differs() {
      return !left.equals(right);
    }

    /** What the second version has that the first has not. */
    public String mark() {
      if (!differs()) {
        return "";
      }
      return left.isEmpty() ? "added" : right.isEmpty() ? "removed" : "changed";
    }
  }

  /** Compares values by name, in the order of the first version, then of the second. */
  static Comparison of(String title, Map<String, String> left, Map<String, String> right) {
    Set<String> names = new LinkedHashSet<>(left.keySet());
    names.addAll(right.keySet());
    List<Line> lines = new ArrayList<>();
    for (String name : names) {
      lines.add(new Line(name, left.getOrDefault(name, ""), right.getOrDefault(name, "")));
    }
    return new Comparison(title, lines);
  }

  /** The number of differences. */
  public long differences() {
    return lines.stream().filter(Line::differs).count();
  }
}
