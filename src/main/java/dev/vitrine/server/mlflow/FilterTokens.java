package dev.vitrine.server.mlflow;

import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a filter of MLflow's search, read from the left. */
final class FilterTokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<text>'(?:[^']|'')*')|(?<quoted>`[^`]+`|\"[^\"]+\")|(?<operator>!=|<>|<=|>=|[=<>(),.])"
              + "|(?<word>[\\p{L}\\p{N}_/:@+-]+))");

  /** What a token is. */
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
    List<Token> tokens = new ArrayList<>();
    String text = filter.strip();
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw refusal("cannot be read from '" + text.substring(at) + "' on");
      }
      tokens.add(token(matcher));
      at = matcher.end();
    }
    tokens.add(new Token(Kind.END, ""));
    return tokens;
  }

  private static Token token(Matcher matcher) {
    String text = matcher.group("text");
    if (text != null) {
      return new Token(Kind.TEXT, text.substring(1, text.length() - 1).replace("''", "'"));
    }
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
