package dev.vitrine.server.mlflow.search;

import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a filter of MLflow's search, read from the left. */
final class FilterTokens {
  /** Characters; more are in no list of names that a client has to look for. */
  private static final int LONGEST = 20_000;

  /** Maximum tokens of a filter. */
  private static final int MOST_TOKENS = 5_000;

  /** Maximum characters of input that an error repeats. */
  private static final int LONGEST_QUOTE = 100;

  /**
   * A string in single quotes is scanned by code, because a pattern with alternatives would
   * recurse.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<quoted>`[^`]++`|\"[^\"]++\")|(?<operator>!=|<>|<=|>=|[=<>(),.])"
              + "|(?<word>[\\p{L}\\p{N}_/:@+-]++)");

  /** The kind of a token. */
  enum Kind {
    TEXT,
    QUOTED,
    OPERATOR,
    WORD,
    END
  }

  /** One token; {@code value} is without its quotes. */
  record Token(Kind kind, String value) {
    boolean is(String word) {
      return (kind == Kind.WORD || kind == Kind.OPERATOR)
          && value.toUpperCase(Locale.ROOT).equals(word);
    }
  }

  private final List<Token> tokens;
  private int next;

  FilterTokens(String filter) {
    this.tokens = read(filter);
  }

  private static List<Token> read(String filter) {
    String text = filter.strip();
    if (text.length() > LONGEST) {
      throw refusal("is longer than " + LONGEST + " characters");
    }
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    for (int at = 0; at < text.length(); ) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else if (text.charAt(at) == '\'') {
        at = text(text, at, tokens);
      } else if (matcher.region(at, text.length()).lookingAt()) {
        tokens.add(token(matcher));
        at = matcher.end();
      } else {
        throw unreadable(text, at);
      }
      if (tokens.size() > MOST_TOKENS) {
        throw refusal("has more than " + MOST_TOKENS + " words and signs");
      }
    }
    tokens.add(new Token(Kind.END, ""));
    return tokens;
  }

  /**
   * Adds the string that begins at an index. Two quotes stand for one.
   *
   * @return the index of its end
   */
  private static int text(String filter, int start, List<Token> tokens) {
    StringBuilder value = new StringBuilder();
    for (int at = start + 1; at < filter.length(); at++) {
      if (filter.charAt(at) != '\'') {
        value.append(filter.charAt(at));
      } else if (at + 1 < filter.length() && filter.charAt(at + 1) == '\'') {
        value.append('\'');
        at++;
      } else {
        tokens.add(new Token(Kind.TEXT, value.toString()));
        return at + 1;
      }
    }
    throw unreadable(filter, start);
  }

  private static VitrineException unreadable(String filter, int at) {
    String rest = StorableText.excerpt(filter.substring(at), LONGEST_QUOTE);
    return refusal("cannot be read from '" + rest + "' on");
  }

  private static Token token(Matcher matcher) {
    String quoted = matcher.group("quoted");
    if (quoted != null) {
      return new Token(Kind.QUOTED, quoted.substring(1, quoted.length() - 1));
    }
    String operator = matcher.group("operator");
    return operator != null
        ? new Token(Kind.OPERATOR, operator)
        : new Token(Kind.WORD, matcher.group("word"));
  }

  Token peek() {
    return tokens.get(next);
  }

  Token take() {
    Token token = tokens.get(next);
    if (token.kind() != Kind.END) {
      next++;
    }
    return token;
  }

  /** Takes the next token if it is this word or operator. */
  boolean takes(String word) {
    boolean found = peek().is(word);
    if (found) {
      next++;
    }
    return found;
  }

  boolean ended() {
    return peek().kind() == Kind.END;
  }

  static VitrineException refusal(String problem) {
    return Exchange.invalid("The filter " + problem + ".")
        .withHint(
            "Write conditions such as name = 'catalog.schema.model' AND tags.stage LIKE 'prod%'.");
  }
}
