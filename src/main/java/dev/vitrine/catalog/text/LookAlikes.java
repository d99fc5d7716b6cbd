package dev.vitrine.catalog.text;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Names that can be taken for another name when they are read: with characters that are not seen,
 * with variants of ordinary characters, or with letters of several scripts. The rules are those of
 * Unicode's security mechanisms (UTS 39, "highly restrictive"), without its tables of look-alike
 * letters. A name whose letters are all of one script has no flaw; it gives a warning when all of
 * them are Cyrillic or all are Greek and look like Latin letters.
 */
public final class LookAlikes {
  /** Scripts that are written together. */
  private static final List<Set<UnicodeScript>> TOGETHER =
      List.of(
          EnumSet.of(
              UnicodeScript.LATIN,
              UnicodeScript.HAN,
              UnicodeScript.HIRAGANA,
              UnicodeScript.KATAKANA),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

  /** Cyrillic letters that look like one Latin letter in common fonts. */
  private static final String CYRILLIC =
      "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
          + "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458"
          + "\u04ae\u04af\u04ba\u04bb\u04c0\u04cf\u0500\u0501\u051a\u051b\u051c\u051d";

  /** Greek letters that look like one Latin letter in common fonts. */
  private static final String GREEK =
      "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
          + "\u03b1\u03b3\u03b9\u03bd\u03bf\u03c1\u03c5\u03f3\u037f";

  private LookAlikes() {}

  /**
   * The warning for an admin who creates a user or group with this name, if any. It covers more
   * names than {@link #flaw}: some are ordinary names (Вера) that must be accepted.
   */
  public static Optional<String> warning(String name) {
    return flaw(name)
        .or(() -> imitates(name, CYRILLIC, "Cyrillic"))
        .or(() -> imitates(name, GREEK, "Greek"))
        .map(
            flaw ->
                "The name '"
                    + shown(name)
                    + "' can be confused with another name: it "
                    + flaw
                    + ".");
  }

  private static Optional<String> imitates(String name, String letters, String script) {
    // Decomposed, since an accent does not make a letter look less like a Latin one.
    int[] points =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .codePoints()
            .filter(Character::isLetter)
            .toArray();
    return points.length > 0 && IntStream.of(points).allMatch(point -> letters.indexOf(point) >= 0)
        ? Optional.of("has " + script + " letters only, all of which look like Latin letters")
        : Optional.empty();
  }

  /** The name with each character beyond ASCII as its code point, so that it can be seen. */
  private static String shown(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .forEach(
            point -> {
              if (point < 0x7F) {
                text.appendCodePoint(point);
              } else {
                text.append(String.format("<U+%04X>", point));
              }
            });
    return text.toString();
  }

  /** Why the name can be taken for another, as the end of a sentence; empty if it cannot. */
  public static Optional<String> flaw(String name) {
    if (name.codePoints().anyMatch(LookAlikes::isUnseen)) {
      return Optional.of("contains invisible characters");
    }
    // The canonical form first: a letter and its accent may be one character or two.
    String canonical = Normalizer.normalize(name, Normalizer.Form.NFC);
    if (!Normalizer.normalize(name, Normalizer.Form.NFKC).equals(canonical)) {
      return Optional.of("contains variants of ordinary characters");
    }
    if (name.codePoints().filter(Character::isDigit).map(LookAlikes::zero).distinct().count() > 1) {
      return Optional.of("contains digits of several scripts");
    }
    Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    name.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
    scripts.removeAll(
        EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED, UnicodeScript.UNKNOWN));
    boolean together =
        scripts.size() <= 1 || TOGETHER.stream().anyMatch(set -> set.containsAll(scripts));
    return together ? Optional.empty() : Optional.of("contains letters of several scripts");
  }

  /** Zero-width characters, controls (of the direction of writing, too), and all blanks but one. */
  private static boolean isUnseen(int point) {
    return switch (Character.getType(point)) {
      case Character.FORMAT,
          Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> point != ' ';
      default -> isFiller(point);
    };
  }

  /** Letters and marks without a shape: Hangul fillers, variation selectors, and such. */
  private static boolean isFiller(int point) {
    return point == 0x034F
        || point == 0x115F
        || point == 0x1160
        || point == 0x17B4
        || point == 0x17B5
        || (point >= 0x180B && point <= 0x180F)
        || point == 0x2800
        || point == 0x3164
        || (point >= 0xFE00 && point <= 0xFE0F)
        || point == 0xFFA0
        || (point >= 0xE0100 && point <= 0xE01EF);
  }

  private static int zero(int digit) {
    return digit - Character.digit(digit, 10);
  }
}
