package dev.vitrine.statement;

import dev.vitrine.statement.generated.VitrineSqlLexer;
import dev.vitrine.statement.postgresql.QueryToken;
import dev.vitrine.statement.text.Keywords;
import dev.vitrine.statement.text.Names;
import dev.vitrine.statement.text.StatementText;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Tokens of the lexer, as the forms of PostgreSQL need them. */
final class QueryTokens {
  private QueryTokens() {}

  static List<QueryToken> of(StatementText source, List<Token> tokens) {
    return tokens.stream().map(token -> of(source, token)).toList();
  }

  private static QueryToken of(StatementText source, Token token) {
    int type = token.getType();
    String text =
        type == VitrineSqlLexer.STRING
            ? Names.quote(source.string(token), '\'')
            : source.text(token);
    boolean bare = Keywords.isBare(type);
    QueryToken.Kind kind =
        switch (type) {
          case VitrineSqlLexer.STRING -> QueryToken.Kind.STRING;
          case VitrineSqlLexer.PARAMETER -> QueryToken.Kind.PARAMETER;
          case VitrineSqlLexer.QUOTED_NAME, VitrineSqlLexer.BACKQUOTED_NAME ->
              QueryToken.Kind.QUOTED_NAME;
          default -> bare ? QueryToken.Kind.WORD : QueryToken.Kind.SYMBOL;
        };
    boolean name = bare && !Character.isDigit(text.charAt(0)) && KeywordNames.canBeName(text);
    return new QueryToken(kind, text, token.getStartIndex(), name);
  }
}
