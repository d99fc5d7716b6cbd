package dev.vitrine.query.pattern;

import java.util.List;
import java.util.stream.Stream;

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

  /** Whether it matches no characters. */
  boolean matchesEmpty();

  /** The characters with which a match can begin. */
  List<CharacterSet> first();

  /**
   * Whether each character of a text leaves one way to match only, so that a search by backtracking
   * and one for the longest match find the same part of a text.
   *
   * @param next the characters that can follow a match
   */
  boolean isUnique(List<CharacterSet> next);

  private static boolean areDisjoint(List<CharacterSet> some, List<CharacterSet> others) {
    return some.stream().noneMatch(set -> others.stream().anyMatch(set::intersects));
  }

  private static List<CharacterSet> both(List<CharacterSet> some, List<CharacterSet> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }

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

    @Override
    public boolean matchesEmpty() {
      return true;
    }

    @Override
    public List<CharacterSet> first() {
      return List.of();
    }

    @Override
    public boolean isUnique(List<CharacterSet> next) {
      return true;
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

    @Override
    public boolean matchesEmpty() {
      return parts.stream().allMatch(PatternPart::matchesEmpty);
    }

    @Override
    public List<CharacterSet> first() {
      return before(0, List.of());
    }

    /** The characters that can follow in front of a part. */
    private List<CharacterSet> before(int part, List<CharacterSet> next) {
      if (part == parts.size()) {
        return next;
      }
      List<CharacterSet> own = parts.get(part).first();
      return parts.get(part).matchesEmpty() ? both(own, before(part + 1, next)) : own;
    }

    @Override
    public boolean isUnique(List<CharacterSet> next) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).isUnique(before(i + 1, next))) {
          return false;
        }
      }
      return true;
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

    @Override
    public boolean matchesEmpty() {
      return parts.stream().anyMatch(PatternPart::matchesEmpty);
    }

    @Override
    public List<CharacterSet> first() {
      return parts.stream().flatMap(part -> part.first().stream()).distinct().toList();
    }

    @Override
    public boolean isUnique(List<CharacterSet> next) {
      List<CharacterSet> before = List.of();
      for (PatternPart part : parts) {
        if (part.matchesEmpty() || !areDisjoint(before, part.first()) || !part.isUnique(next)) {
          return false;
        }
        before = both(before, part.first());
      }
      return true;
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

    @Override
    public boolean matchesEmpty() {
      return least == 0 || part.matchesEmpty();
    }

    @Override
    public List<CharacterSet> first() {
      return part.first();
    }

    @Override
    public boolean isUnique(List<CharacterSet> next) {
      boolean decided = least == most || areDisjoint(part.first(), next);
      return decided && !part.matchesEmpty() && part.isUnique(both(part.first(), next));
    }
  }
}
