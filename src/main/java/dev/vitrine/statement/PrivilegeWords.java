package dev.vitrine.statement;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.text.SimilarWords;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.generated.VitrineSqlLexer;
import dev.vitrine.statement.text.Keywords;
import dev.vitrine.statement.text.StatementSyntaxErrors;
import dev.vitrine.statement.text.StatementText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;

/**
 * Checks the privileges of a GRANT or REVOKE before parsing: the grammar accepts any words as a
 * privilege, so words after a misspelt privilege would become part of it.
 */
public final class PrivilegeWords {
  /** CREATE MODEL VERSION. */
  private static final int MOST_WORDS = 3;

  private static final List<String> NAMES =
      Arrays.stream(Privilege.values()).map(Privilege::sql).sorted().toList();

  private PrivilegeWords() {}

  /**
   * Looks at the privileges of a statement, if it is a GRANT or REVOKE.
   *
   * @throws VitrineException where words are no privilege; any other mistake is left to the grammar
   */
  static void check(StatementText source, List<Token> tokens) {
    int first = tokens.get(0).getType();
    boolean grantOption = tokens.get(1).getType() == VitrineSqlLexer.GRANT;
    if (grantOption || (first != VitrineSqlLexer.GRANT && first != VitrineSqlLexer.REVOKE)) {
      return;
    }
    if (isOnShare(tokens)) {
      return;
    }
    int next = 1;
    List<Token> words = wordsFrom(tokens, next);
    while (!words.isEmpty()) {
      checkOne(source, words);
      next += words.size();
      if (tokens.get(next).getType() != VitrineSqlLexer.COMMA) {
        return;
      }
      next++;
      words = wordsFrom(tokens, next);
    }
  }

  /** SELECT ON SHARE: SELECT is not a privilege on securables. */
  private static boolean isOnShare(List<Token> tokens) {
    return tokens.size() > 3
        && tokens.get(1).getType() == VitrineSqlLexer.SELECT
        && tokens.get(2).getType() == VitrineSqlLexer.ON
        && tokens.get(3).getType() == VitrineSqlLexer.SHARE;
  }

  private static List<Token> wordsFrom(List<Token> tokens, int start) {
    int end = start;
    while (Keywords.isWord(tokens.get(end).getType())) {
      end++;
    }
    return tokens.subList(start, end);
  }

  private static void checkOne(StatementText source, List<Token> words) {
    int most = Math.min(words.size(), MOST_WORDS);
    int known = 0;
    for (int count = 1; count <= most; count++) {
      if (Privilege.named(join(source, words, count)).isPresent()) {
        known = count;
      }
    }
    if (known == words.size()) {
      return;
    }
    for (int count = most; count > known; count--) {
      String name = join(source, words, count);
      Optional<String> meant = closest(name.replace('_', ' '));
      if (meant.isPresent()) {
        throw source
            .syntaxError("Unknown privilege '" + name + "'.", words.get(0))
            .withHint("Did you mean " + meant.get() + "?");
      }
    }
    if (known > 0) {
      String found = StatementSyntaxErrors.shorten(source.text(words.get(known)));
      VitrineException error =
          source.syntaxError("Found '" + found + "', expected ON or ','.", words.get(known));
      throw SimilarWords.closest(found, List.of("ON"))
          .map(meant -> error.withHint("Did you mean ON?"))
          .orElse(error);
    }
    String name = join(source, words, words.size() <= MOST_WORDS ? words.size() : 1);
    throw source
        .syntaxError(
            "Unknown privilege '" + StatementSyntaxErrors.shorten(name) + "'.", words.get(0))
        .withHint("The privileges are " + String.join(", ", NAMES) + ".");
  }

  private static Optional<String> closest(String name) {
    List<String> completions =
        NAMES.stream()
            .filter(known -> known.startsWith(name.toUpperCase(Locale.ROOT) + " "))
            .toList();
    return completions.size() == 1
        ? Optional.of(completions.get(0))
        : SimilarWords.closest(name, NAMES);
  }

  private static String join(StatementText source, List<Token> words, int count) {
    return words.subList(0, count).stream().map(source::text).collect(Collectors.joining(" "));
  }
}
