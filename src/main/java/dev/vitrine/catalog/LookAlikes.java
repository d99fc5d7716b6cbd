package dev.vitrine.catalog;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Names that can be taken for another name when they are read: with characters that are not seen,
 * with variants of ordinary characters, or with letters of several scripts. The rules are those of
 * Unicode's security mechanisms (UTS 39, "highly restrictive"), without its tables of look-alike
 * letters: a name that is written in one foreign script throughout passes.
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

  private LookAlikes() {}

  /** Why the name can be taken for another, as the end of a sentence; empty if it cannot. */
  public static Optional<String> flaw(String name) {
    if (name.codePoints().anyMatch(LookAlikes::isUnseen)) {
      return Optional.of("has characters that are not seen");
    }
    // The canonical form first: a letter and its accent may be one character or two.
    String canonical = Normalizer.normalize(name, Normalizer.Form.NFC);
    if (!Normalizer.normalize(name, Normalizer.Form.NFKC).equals(canonical)) {
      return Optional.of("has variants of ordinary characters");
    }
    if (name.codePoints().filter(Character::isDigit).map(LookAlikes::zero).distinct().count() > 1) {
      return Optional.of("has digits of several scripts");
    }
    Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    name.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
    scripts.removeAll(
        EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED, UnicodeScript.UNKNOWN));
    boolean together =
        scripts.size() <= 1 || TOGETHER.stream().anyMatch(set -> set.containsAll(scripts));
    return together ? Optional.empty() : Optional.of("has letters of several scripts");
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
