package dev.vitrine.query.pattern;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.pattern.CharacterSet.Range;
import dev.vitrine.query.pattern.PatternPart.Alternatives;
import dev.vitrine.query.pattern.PatternPart.Anchor;
import dev.vitrine.query.pattern.PatternPart.Repetition;
import dev.vitrine.query.pattern.PatternPart.Sequence;
import java.util.ArrayList;
import java.util.List;

/** Reads one pattern, by recursive descent. For one thread. */
final class PatternReader {
  private static final String HINT =
      "Supported are characters, [classes], \\d \\w \\s, (groups), |, the quantifiers * + ? {m,n},"
          + " ^ and $.";

  /** Highest count of a quantifier, as in PostgreSQL. */
  private static final int MOST_COPIES = 255;

  /** Levels of nested groups; bounds the recursion of the reader. */
  private static final int DEEPEST = 50;

  /** Characters of a class that ignores case. */
  private static final int MOST_CASED = 2_000;

  private static final int NONE = -1;

  private final int[] characters;
  private final boolean ignoresCase;
  private int at;
  private int depth;
  private boolean reluctant;

  PatternReader(String pattern, boolean ignoresCase) {
    this.characters = pattern.codePoints().toArray();
    this.ignoresCase = ignoresCase;
  }

  PatternPart read() {
    if (next() == '*' && startsWith("***")) {
      throw unsupported("A pattern that begins with ***");
    }
    PatternPart part = alternatives();
    if (at < characters.length) {
      throw malformed("it has a ')' too many");
    }
    return part;
  }

  /** Whether the pattern has a reluctant quantifier. */
  boolean isReluctant() {
    return reluctant;
  }

  private PatternPart alternatives() {
    depth++;
    if (depth > DEEPEST) {
      throw new VitrineException(
              ErrorCode.STATEMENT_TOO_COMPLEX,
              "The groups of the regular expression are nested more than " + DEEPEST + " deep.")
          .withHint("Remove groups.");
    }
    List<PatternPart> parts = new ArrayList<>();
    parts.add(sequence());
    while (next() == '|') {
      at++;
      parts.add(sequence());
    }
    depth--;
    return parts.size() == 1 ? parts.get(0) : new Alternatives(parts);
  }

  private PatternPart sequence() {
    List<PatternPart> parts = new ArrayList<>();
    while (next() != NONE && next() != '|' && next() != ')') {
      parts.add(quantified());
    }
    return parts.size() == 1 ? parts.get(0) : new Sequence(parts);
  }

  private PatternPart quantified() {
    PatternPart part = atom();
    int least;
    int most;
    switch (next()) {
      case '*' -> {
        least = 0;
        most = PatternPart.UNBOUNDED;
      }
      case '+' -> {
        least = 1;
        most = PatternPart.UNBOUNDED;
      }
      case '?' -> {
        least = 0;
        most = 1;
      }
      case '{' -> {
        if (!Character.isDigit(peek(1))) {
          return part;
        }
        return counted(part);
      }
      default -> {
        return part;
      }
    }
    at++;
    return repeated(part, least, most);
  }

  private PatternPart counted(PatternPart part) {
    at++;
    int least = number();
    int most = least;
    if (next() == ',') {
      at++;
      most = Character.isDigit(next()) ? number() : PatternPart.UNBOUNDED;
    }
    if (next() != '}' || least > most) {
      throw malformed("a quantifier is not valid");
    }
    at++;
    return repeated(part, least, most);
  }

  private int number() {
    int number = 0;
    while (Character.isDigit(next()) && number <= MOST_COPIES) {
      number = number * 10 + Character.digit(next(), 10);
      at++;
    }
    if (number > MOST_COPIES) {
      throw malformed("a count is above " + MOST_COPIES);
    }
    return number;
  }

  /** Reluctant quantifiers match the same texts as greedy ones. */
  private PatternPart repeated(PatternPart part, int least, int most) {
    if (part instanceof Anchor) {
      throw malformed("a quantifier follows ^ or $");
    }
    if (next() == '?') {
      at++;
      reluctant = true;
    }
    if ("*+?".indexOf(next()) >= 0 || (next() == '{' && Character.isDigit(peek(1)))) {
      throw malformed("a quantifier follows a quantifier");
    }
    return new Repetition(part, least, most);
  }

  private PatternPart atom() {
    int c = next();
    at++;
    return switch (c) {
      case '(' -> group();
      case '[' -> bracket();
      case '.' -> CharacterSet.ANY;
      case '^' -> new Anchor(true);
      case '$' -> new Anchor(false);
      case '*', '+', '?' -> throw malformed("a quantifier has nothing to repeat");
      case '\\' -> escape();
      default -> character(c);
    };
  }

  private PatternPart group() {
    if (startsWith("?:")) {
      at += 2;
    } else if (next() == '?') {
      throw unsupported("A group that begins with (?");
    }
    PatternPart part = alternatives();
    if (next() != ')') {
      throw malformed("a group is not closed");
    }
    at++;
    return part;
  }

  private PatternPart escape() {
    int c = next();
    at++;
    List<Range> known = CharacterSet.ofEscape(Character.toLowerCase(c));
    if (!known.isEmpty()) {
      return new CharacterSet(known, Character.isUpperCase(c));
    }
    if (c == 'A' || c == 'Z') {
      return new Anchor(c == 'A');
    }
    return character(escaped(c));
  }

  private int escaped(int c) {
    if (c == NONE) {
      throw malformed("it ends with a backslash");
    }
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'f' -> '\f';
      case 'v' -> '\u000b';
      default -> {
        if (Character.isLetterOrDigit(c)) {
          throw unsupported("The escape \\" + Character.toString(c) + " in a regular expression");
        }
        yield c;
      }
    };
  }

  private CharacterSet character(int c) {
    CharacterSet set = CharacterSet.of(c);
    return ignoresCase ? set.inAnyCase() : set;
  }

  /** Behind the opening bracket; a ] at the start is a character. */
  private CharacterSet bracket() {
    boolean negated = next() == '^';
    at += negated ? 1 : 0;
    List<Range> ranges = new ArrayList<>();
    do {
      range(ranges);
    } while (next() != ']');
    at++;
    CharacterSet set = new CharacterSet(ranges, negated);
    if (ignoresCase && set.count() > MOST_CASED) {
      throw unsupported("A class of more than " + MOST_CASED + " characters in any case");
    }
    return ignoresCase ? set.inAnyCase() : set;
  }

  private void range(List<Range> ranges) {
    if (next() == '\\' && !CharacterSet.ofEscape(peek(1)).isEmpty()) {
      ranges.addAll(CharacterSet.ofEscape(peek(1)));
      at += 2;
      return;
    }
    int first = inBracket();
    int last = first;
    if (next() == '-' && peek(1) != ']') {
      at++;
      last = inBracket();
    }
    if (first > last) {
      throw malformed("a range of a class is in the wrong order");
    }
    ranges.add(new Range(first, last));
  }

  private int inBracket() {
    int c = next();
    at++;
    if (c == NONE) {
      throw malformed("a class is not closed");
    }
    if (c == '[' && (next() == ':' || next() == '.' || next() == '=')) {
      throw unsupported("A named class such as [:alpha:]");
    }
    if (c == '\\') {
      int escaped = next();
      at++;
      return escaped(escaped);
    }
    return c;
  }

  private int next() {
    return peek(0);
  }

  private int peek(int distance) {
    return at + distance < characters.length ? characters[at + distance] : NONE;
  }

  private boolean startsWith(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (peek(i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static VitrineException malformed(String problem) {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "The regular expression is not valid: " + problem + ".")
        .withHint(HINT);
  }

  private static VitrineException unsupported(String construct) {
    return new VitrineException(ErrorCode.UNSUPPORTED_FEATURE, construct + " is not supported.")
        .withHint(HINT);
  }
}
