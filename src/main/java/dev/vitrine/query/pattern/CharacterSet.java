package dev.vitrine.query.pattern;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One character out of a set.
 *
 * @param negated whether it is one that is not in the ranges
 */
record CharacterSet(List<Range> ranges, boolean negated) implements PatternPart {
  /** Any character, line ends included. */
  static final CharacterSet ANY = new CharacterSet(List.of(), true);

  private static final List<Range> DIGITS = List.of(new Range('0', '9'));
  private static final List<Range> WORD =
      List.of(new Range('0', '9'), new Range('A', 'Z'), new Range('_', '_'), new Range('a', 'z'));
  private static final List<Range> SPACE = List.of(new Range('\t', '\r'), new Range(' ', ' '));

  /** Code points from the first to the last. */
  record Range(int first, int last) {}

  CharacterSet {
    ranges = List.copyOf(ranges);
  }

  static CharacterSet of(int character) {
    return new CharacterSet(List.of(new Range(character, character)), false);
  }

  /** The ASCII characters of {@code \d}, {@code \w} or {@code \s}; empty for other letters. */
  static List<Range> ofEscape(int letter) {
    return switch (letter) {
      case 'd' -> DIGITS;
      case 'w' -> WORD;
      case 's' -> SPACE;
      default -> List.of();
    };
  }

  /** Number of characters in the ranges. */
  long count() {
    return ranges.stream().mapToLong(range -> range.last() - range.first() + 1L).sum();
  }

  /** The set with the upper-case and lower-case forms of its characters. */
  CharacterSet inAnyCase() {
    Set<Integer> characters = new TreeSet<>();
    for (Range range : ranges) {
      for (int c = range.first(); c <= range.last(); c++) {
        characters.add(c);
        characters.add(Character.toLowerCase(c));
        characters.add(Character.toUpperCase(c));
      }
    }
    List<Range> merged = new ArrayList<>();
    for (int c : characters) {
      int last = merged.size() - 1;
      if (last >= 0 && merged.get(last).last() == c - 1) {
        merged.set(last, new Range(merged.get(last).first(), c));
      } else {
        merged.add(new Range(c, c));
      }
    }
    return new CharacterSet(merged, negated);
  }

  /** Whether a character is in both sets. */
  boolean intersects(CharacterSet other) {
    for (Range range : included()) {
      for (Range theirs : other.included()) {
        if (range.first() <= theirs.last() && theirs.first() <= range.last()) {
          return true;
        }
      }
    }
    return false;
  }

  /** The characters as ranges, also if the set is negated. */
  private List<Range> included() {
    if (!negated) {
      return ranges;
    }
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingInt(Range::first));
    List<Range> included = new ArrayList<>();
    int next = 0;
    for (Range range : sorted) {
      if (range.first() > next) {
        included.add(new Range(next, range.first() - 1));
      }
      next = Math.max(next, range.last() + 1);
    }
    included.add(new Range(next, Character.MAX_CODE_POINT));
    return included;
  }

  @Override
  public void print(StringBuilder text, String end) {
    if (ranges.isEmpty()) {
      text.append('.');
    } else if (!negated && count() == 1) {
      character(text, ranges.get(0).first());
    } else {
      text.append(negated ? "[^" : "[");
      for (Range range : ranges) {
        character(text, range.first());
        if (range.last() > range.first()) {
          text.append('-');
          character(text, range.last());
        }
      }
      text.append(']');
    }
  }

  /** ASCII symbols are escaped, which means the symbol in both languages. */
  private static void character(StringBuilder text, int character) {
    boolean symbol = character > ' ' && character < 0x7f && !Character.isLetterOrDigit(character);
    text.append(symbol ? "\\" : "").appendCodePoint(character);
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
    return false;
  }

  @Override
  public boolean matchesEmpty() {
    return false;
  }

  @Override
  public List<CharacterSet> first() {
    return List.of(this);
  }

  @Override
  public boolean isUnique(List<CharacterSet> next) {
    return true;
  }
}
