package dev.vitrine.statement;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.generated.VitrineSqlLexer;
import dev.vitrine.statement.text.StatementSplitter;
import dev.vitrine.statement.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;

/**
 * A text with parameter markers {@code :name}, translated to positional markers.
 *
 * @param sql the text with {@code ?} for each marker, padded with spaces so that positions in
 *     errors are those of the original text
 * @param names the name of each marker, in the order of the markers
 */
public record NamedParameters(String sql, List<String> names) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  public NamedParameters {
    names = List.copyOf(names);
  }

  /**
   * Finds the markers outside of strings, quoted names and comments.
   *
   * @throws VitrineException PARSE_SYNTAX_ERROR when the text also contains {@code ?}, or is not
   *     closed
   */
  public static NamedParameters of(String text) {
    StatementText source = new StatementText(text);
    StringBuilder sql = new StringBuilder(text);
    List<String> names = new ArrayList<>();
    for (List<Token> tokens : StatementSplitter.split(source)) {
      for (int i = 0; i + 1 < tokens.size(); i++) {
        Token colon = tokens.get(i);
        Token name = tokens.get(i + 1);
        if (isColon(source, colon)
            && adjacent(colon, name)
            && (i == 0 || !isColon(source, tokens.get(i - 1)))
            && NAME.matcher(source.text(name)).matches()) {
          names.add(source.text(name));
          int length = name.getStopIndex() + 1 - colon.getStartIndex();
          sql.replace(colon.getStartIndex(), name.getStopIndex() + 1, "?" + " ".repeat(length - 1));
        }
      }
      tokens.stream()
          .filter(token -> token.getType() == VitrineSqlLexer.PARAMETER && !names.isEmpty())
          .findFirst()
          .ifPresent(
              mark -> {
                throw source
                    .syntaxError("The statement mixes named and positional parameters.", mark)
                    .withHint("Use :name for all parameters.");
              });
    }
    return new NamedParameters(sql.toString(), names);
  }

  /**
   * The values of the markers, in their order.
   *
   * @param byName a value, or null for NULL, by name
   * @throws VitrineException INVALID_PARAMETER_VALUE when a marker has no value
   */
  public List<Object> values(Map<String, ?> byName) {
    List<Object> values = new ArrayList<>(names.size());
    for (String name : names) {
      if (!byName.containsKey(name)) {
        throw new VitrineException(
                ErrorCode.INVALID_PARAMETER_VALUE, "The parameter '" + name + "' has no value.")
            .withHint("Add it to the parameters of the request.");
      }
      values.add(byName.get(name));
    }
    return values;
  }

  private static boolean isColon(StatementText source, Token token) {
    return token.getType() == VitrineSqlLexer.SYMBOL && source.text(token).equals(":");
  }

  private static boolean adjacent(Token first, Token second) {
    return first.getStopIndex() + 1 == second.getStartIndex();
  }
}
