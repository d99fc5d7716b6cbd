package dev.vitrine.query.pattern;

import java.util.List;

/** A part of a regular expression. */
sealed interface PatternPart
    permits CharacterSet,
        PatternPart.Alternatives,
        PatternPart.Anchor,
        PatternPart.Repetition,
        PatternPart.Sequence {
  /** The largest count of a repetition without an upper bound. */
  int UNBOUNDED = Integer.MAX_VALUE;

  /**
   * Writes the part.
   *
   * @param end the symbol for the end of the text
   */
  void print(StringBuilder text, String end);

  /** Number of characters and classes, with repetitions written out. */
  long size();

  /**
   * An upper bound of the ways in which the part can match from one place, each of which a search
   * by backtracking may try; infinity where it grows exponentially with the text.
   *
   * @param length maximum characters of the text
   */
  double paths(int length);

  /** Whether it matches at the start of a text only. */
  boolean isAnchored();

  /** The start or the end of the text. */
  record Anchor(boolean start) implements PatternPart {
    @Override
    public void print(StringBuilder text, String end) {
      text.append(start ? "^" : end);
    }

    @Override
    public long size() {
      return 1;
    }

    @Override
    public double paths(int length) {
      return 1;
    }

    @Override
    public boolean isAnchored() {
      return start;
    }
  }

  /** One part behind the other. */
  record Sequence(List<PatternPart> parts) implements PatternPart {
    public Sequence {
      parts = List.copyOf(parts);
    }

    @Override
    public void print(StringBuilder text, String end) {
      parts.forEach(part -> part.print(text, end));
    }

    @Override
    public long size() {
      return parts.stream().mapToLong(PatternPart::size).sum() + 1;
    }

    @Override
    public double paths(int length) {
      return parts.stream().mapToDouble(part -> part.paths(length)).reduce(1, (a, b) -> a * b);
    }

    @Override
    public boolean isAnchored() {
      return !parts.isEmpty() && parts.get(0).isAnchored();
    }
  }

  /** One of several parts. */
  record Alternatives(List<PatternPart> parts) implements PatternPart {
    public Alternatives {
      parts = List.copyOf(parts);
    }

    @Override
    public void print(StringBuilder text, String end) {
      text.append("(?:");
      for (int i = 0; i < parts.size(); i++) {
        text.append(i == 0 ? "" : "|");
        parts.get(i).print(text, end);
      }
      text.append(')');
    }

    @Override
    public long size() {
      return parts.stream().mapToLong(PatternPart::size).sum() + 1;
    }

    @Override
    public double paths(int length) {
      return parts.stream().mapToDouble(part -> part.paths(length)).sum();
    }

    @Override
    public boolean isAnchored() {
      return parts.stream().allMatch(PatternPart::isAnchored);
    }
  }

  /** A part several times. */
  record Repetition(PatternPart part, int least, int most) implements PatternPart {
    @Override
    public void print(StringBuilder text, String end) {
      boolean single = part instanceof CharacterSet || part instanceof Alternatives;
      text.append(single ? "" : "(?:");
      part.print(text, end);
      text.append(single ? "" : ")");
      text.append('{').append(least);
      text.append(least == most ? "" : most == UNBOUNDED ? "," : "," + most).append('}');
    }

    @Override
    public long size() {
      long copies = most == UNBOUNDED ? least + 1L : most;
      return Math.min(Integer.MAX_VALUE, part.size() * Math.max(1, copies));
    }

    @Override
    public double paths(int length) {
      double once = part.paths(length);
      int longest = most == UNBOUNDED ? Math.max(length, least) : most;
      return once <= 1 ? longest - least + 1.0 : Math.pow(once, longest) * (longest - least + 1.0);
    }

    @Override
    public boolean isAnchored() {
      return least > 0 && part.isAnchored();
    }
  }
}
