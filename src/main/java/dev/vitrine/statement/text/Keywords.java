package dev.vitrine.statement.text;

import dev.vitrine.statement.generated.VitrineSqlLexer;
import dev.vitrine.statement.generated.VitrineSqlParser;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.antlr.v4.runtime.misc.IntervalSet;

/** The words that the grammar knows, read from the grammar itself. */
public final class Keywords {
  private static final IntervalSet NON_RESERVED = tokensOf(VitrineSqlParser.RULE_nonReserved);
  private static final IntervalSet WORDS = tokensOf(VitrineSqlParser.RULE_word);
  private static final SortedSet<String> RESERVED = reservedWords();

  private Keywords() {}

  /** The keywords of statements and queries, in upper case. */
  public static SortedSet<String> all() {
    SortedSet<String> words = new TreeSet<>(QueryReservedWords.words());
    for (int type = 1; type <= VitrineSqlLexer.VOCABULARY.getMaxTokenType(); type++) {
      if (isKeyword(type)) {
        words.add(display(type));
      }
    }
    return words;
  }

  /** The keywords that can be a name only in quotes, in upper case. */
  public static Set<String> reserved() {
    return RESERVED;
  }

  public static boolean isReserved(String word) {
    return RESERVED.contains(word.toUpperCase(Locale.ROOT));
  }

  /** Whether tokens of this type are bare words that can be names. */
  public static boolean isWord(int tokenType) {
    return WORDS.contains(tokenType);
  }

  /** Whether tokens of this type consist of letters, digits and _. */
  public static boolean isBare(int tokenType) {
    return tokenType == VitrineSqlLexer.WORD
        || tokenType == VitrineSqlLexer.INTEGER
        || isKeyword(tokenType);
  }

  /** Whether tokens of this type are keywords, reserved or not. */
  public static boolean isKeyword(int tokenType) {
    String literal = VitrineSqlLexer.VOCABULARY.getLiteralName(tokenType);
    return literal != null && Character.isLetter(literal.charAt(1));
  }

  /** The keyword without the quotes that the grammar has around it, or the symbol with them. */
  public static String display(int tokenType) {
    String literal = VitrineSqlLexer.VOCABULARY.getLiteralName(tokenType);
    return isKeyword(tokenType) ? literal.substring(1, literal.length() - 1) : literal;
  }

  private static IntervalSet tokensOf(int rule) {
    return VitrineSqlParser._ATN.nextTokens(VitrineSqlParser._ATN.ruleToStartState[rule]);
  }

  private static SortedSet<String> reservedWords() {
    SortedSet<String> words = new TreeSet<>();
    for (int type = 1; type <= VitrineSqlLexer.VOCABULARY.getMaxTokenType(); type++) {
      if (isKeyword(type) && !NON_RESERVED.contains(type)) {
        words.add(display(type));
      }
    }
    return Collections.unmodifiableSortedSet(words);
  }
}
