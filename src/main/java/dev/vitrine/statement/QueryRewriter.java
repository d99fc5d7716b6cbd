package dev.vitrine.statement;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.statement.generated.VitrineSqlLexer;
import dev.vitrine.statement.postgresql.PostgresqlSpelling;
import dev.vitrine.statement.text.Keywords;
import dev.vitrine.statement.text.Names;
import dev.vitrine.statement.text.QueryReservedWords;
import dev.vitrine.statement.text.StatementSyntaxErrors;
import dev.vitrine.statement.text.StatementText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;

/**
 * Rewrites the text of a query for Calcite's parser and records the mapping of positions. Unchanged
 * parts keep their length, so the mapping is small.
 */
final class QueryRewriter {
  /** A token that is a word to our lexer but a number, or the start of one, to Calcite. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]+([eE][0-9]*)?");

  /** Calls in which a type follows AS, and no name. */
  private static final Set<String> CASTS = Set.of("CAST", "SAFE_CAST", "TRY_CAST");

  private static final Set<String> OPERATORS =
      Set.of(
          "=", "<", ">", "<=", ">=", "<>", "!=", "+", "-", "*", "/", "%", "|", "||", ":", "~", "!");

  /** The content of a pair of parentheses. */
  private enum Parentheses {
    CAST,
    COLUMN_NAMES,
    OTHER
  }

  private final StatementText source;
  private final List<Token> tokens;
  private final PostgresqlSpelling spelling;
  private final boolean[] nameParts;
  private final Deque<Parentheses> open = new ArrayDeque<>();
  private final Map<Integer, String> inserted = new HashMap<>();
  private final RewrittenText sql;

  QueryRewriter(StatementText source, List<Token> tokens) {
    this.source = source;
    this.sql = new RewrittenText(source);
    this.tokens = tokens;
    this.spelling =
        new PostgresqlSpelling(
            QueryTokens.of(source, tokens.subList(0, tokens.size() - 1)),
            index -> source.position(tokens.get(index)));
    this.nameParts = new boolean[tokens.size()];
  }

  /** Whether a statement that starts with this token is a query. */
  static boolean startsQuery(Token first) {
    return first.getType() == VitrineSqlLexer.EXPLAIN || startsRows(first);
  }

  private static boolean startsRows(Token first) {
    return switch (first.getType()) {
      case VitrineSqlLexer.SELECT,
          VitrineSqlLexer.WITH,
          VitrineSqlLexer.VALUES,
          VitrineSqlLexer.TABLE,
          VitrineSqlLexer.LEFT_PAREN ->
          true;
      default -> false;
    };
  }

  ParsedQuery rewrite() {
    int first = 0;
    if (type(0) == VitrineSqlLexer.EXPLAIN) {
      first = type(1) == VitrineSqlLexer.PLAN ? 3 : 1;
      checkExplain(first);
    }
    int end = tokens.size() - 1;
    int start = tokens.get(first).getStartIndex();
    sql.segment(start);
    int copied = start;
    int index = first;
    while (index < end) {
      Token token = tokens.get(index);
      sql.appendBlank(copied, token.getStartIndex());
      index = rewriteAt(index);
      copied = tokens.get(index - 1).getStopIndex() + 1;
    }
    return new ParsedQuery(
        source, sql.text(), first > 0, tokens.get(0).getStartIndex(), sql.segments());
  }

  private void checkExplain(int first) {
    if (first == 3 && type(2) != VitrineSqlLexer.FOR) {
      throw source.syntaxError(
          "Found " + StatementSyntaxErrors.describe(source, tokens.get(2)) + ", expected FOR.",
          tokens.get(2));
    }
    Token query = tokens.get(first);
    if (!startsRows(query)) {
      throw source
          .syntaxError(
              "Found " + StatementSyntaxErrors.describe(source, query) + ", expected a query.",
              query)
          .withHint("Queries start with SELECT, WITH or VALUES.");
    }
  }

  /** Writes the token at {@code index}, and gives the index of the next one to write. */
  private int rewriteAt(int index) {
    Token token = tokens.get(index);
    String text = source.text(token);
    Optional<PostgresqlSpelling.Change> change = spelling.change(index);
    if (change.isPresent()) {
      insertBefore(index, token);
      replaceTokens(index, change.get());
      return change.get().next();
    }
    nameParts[index] = isNamePart(index, text);
    trackParentheses(index);
    enclosePosition(index);
    insertBefore(index, token);
    if (startsIdentifierCall(index)) {
      nameParts[index + 3] = true;
      sql.replace(
          token.getStartIndex(), tokens.get(index + 3).getStopIndex() + 1, identifierCall(index));
      return index + 4;
    }
    if (type(index) == VitrineSqlLexer.BACKQUOTED_NAME) {
      sql.replace(
          token.getStartIndex(), token.getStopIndex() + 1, Names.quote(Names.unquote(text), '"'));
    } else if (nameParts[index]
        && Keywords.isBare(type(index))
        && (QueryReservedWords.contains(text) || startsWithDigit(text))) {
      sql.replace(
          token.getStartIndex(),
          token.getStopIndex() + 1,
          Names.quote(text.toLowerCase(Locale.ROOT), '"'));
    } else if (type(index) == VitrineSqlLexer.STRING && !text.startsWith("'")) {
      sql.replace(
          token.getStartIndex(), token.getStopIndex() + 1, Names.quote(source.string(token), '\''));
    } else if (startsSlashComment(index)) {
      sql.replace(token.getStartIndex(), token.getStopIndex() + 1, text + " ");
    } else {
      sql.append(text);
    }
    sql.insert(spelling.after(index), token.getStopIndex() + 1);
    return index + 1;
  }

  private void insertBefore(int index, Token token) {
    String own = inserted.remove(index);
    sql.insert((own == null ? "" : own) + spelling.before(index), token.getStartIndex());
  }

  /**
   * The replacement has no parentheses of its own that stay open, or closes those of its tokens.
   */
  private void replaceTokens(int index, PostgresqlSpelling.Change change) {
    for (int i = index; i < change.next(); i++) {
      trackParentheses(i);
    }
    sql.replace(
        tokens.get(index).getStartIndex(),
        tokens.get(change.next() - 1).getStopIndex() + 1,
        change.text());
  }

  /**
   * Calcite takes only simple operands before IN in POSITION, and a parenthesis there for a list of
   * values. COALESCE of one operand is that operand.
   */
  private void enclosePosition(int index) {
    if (isWord(index, "POSITION") && type(index + 1) == VitrineSqlLexer.LEFT_PAREN) {
      int in = inOfPosition(index + 2);
      if (in > index + 3) {
        inserted.put(index + 2, "COALESCE(");
        inserted.put(in, ")");
      }
    }
  }

  /** The index of the IN that ends the first operand; -1 if there is none. */
  private int inOfPosition(int first) {
    int depth = 0;
    for (int i = first; i < tokens.size() && depth >= 0; i++) {
      if (type(i) == VitrineSqlLexer.LEFT_PAREN || isWord(i, "CASE")) {
        depth++;
      } else if (type(i) == VitrineSqlLexer.RIGHT_PAREN || isWord(i, "END")) {
        depth--;
      } else if (depth == 0 && isWord(i, "IN")) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Whether the token is a name or a part of a dotted one, and neither a number nor a word of the
   * query's grammar. In {@code system.registry.models} all three are, in {@code SELECT .5} none is.
   */
  private boolean isNamePart(int index, String text) {
    if (type(index) == VitrineSqlLexer.BACKQUOTED_NAME
        || type(index) == VitrineSqlLexer.QUOTED_NAME) {
      return true;
    }
    if (!Keywords.isBare(type(index))) {
      return false;
    }
    if (index >= 2 && type(index - 1) == VitrineSqlLexer.DOT && nameParts[index - 2]) {
      return true;
    }
    if (QueryReservedWords.contains(text)) {
      boolean dotted = type(index + 1) == VitrineSqlLexer.DOT && startsName(index + 2);
      return dotted || isAlias(index) || isColumnOfAlias(index) || isOperand(index, text);
    }
    return !NUMBER.matcher(text).matches();
  }

  /**
   * Whether the reserved word is the name that AS gives. It is not if a name or a literal follows:
   * then a name is missing, as in {@code SELECT 1 AS FROM t}, which Calcite reports.
   */
  private boolean isAlias(int index) {
    return isWord(index - 1, "AS")
        && open.peek() != Parentheses.CAST
        && !isWord(index - 2, "SYSTEM_TIME")
        && !startsOperand(index + 1);
  }

  /** Whether the reserved word is a column, or the name of an operand without AS. */
  private boolean isOperand(int index, String text) {
    int before = type(index - 1);
    int after = type(index + 1);
    boolean ends =
        after == VitrineSqlLexer.COMMA
            || after == VitrineSqlLexer.RIGHT_PAREN
            || after == VitrineSqlLexer.SEMICOLON
            || after == Token.EOF
            || isOperator(index + 1)
            || (Keywords.isBare(after) && KeywordNames.followsOperand(word(index + 1)));
    boolean signedInterval =
        text.equalsIgnoreCase("INTERVAL") && type(index + 2) == VitrineSqlLexer.STRING;
    if (!ends || signedInterval || KeywordNames.startsFrame(word(index), word(index + 1))) {
      return false;
    }
    boolean starts =
        before == VitrineSqlLexer.COMMA
            || (before == VitrineSqlLexer.LEFT_PAREN && !KeywordNames.takesWord(word(index - 2)))
            || isOperator(index - 1)
            || (Keywords.isBare(before)
                && !nameParts[index - 1]
                && KeywordNames.precedesOperand(word(index - 1)));
    if (starts) {
      return KeywordNames.canBeName(text);
    }
    boolean named = before == VitrineSqlLexer.RIGHT_PAREN || (index > 0 && nameParts[index - 1]);
    boolean item = after == VitrineSqlLexer.COMMA || isWord(index + 1, "FROM");
    return named && item && KeywordNames.canBeAliasWithoutAs(text);
  }

  private boolean isOperator(int index) {
    return index >= 0
        && index < tokens.size()
        && OPERATORS.contains(source.text(tokens.get(index)));
  }

  /** The text of a token that is made of letters, or nothing. */
  private String word(int index) {
    return index >= 0 && Keywords.isBare(type(index)) ? source.text(tokens.get(index)) : "";
  }

  /** Whether the word is in the list of columns of an alias: {@code AS t(a, b)}. */
  private boolean isColumnOfAlias(int index) {
    int before = type(index - 1);
    int after = type(index + 1);
    return open.peek() == Parentheses.COLUMN_NAMES
        && (before == VitrineSqlLexer.LEFT_PAREN || before == VitrineSqlLexer.COMMA)
        && (after == VitrineSqlLexer.RIGHT_PAREN || after == VitrineSqlLexer.COMMA);
  }

  private boolean startsOperand(int index) {
    return switch (type(index)) {
      case VitrineSqlLexer.BACKQUOTED_NAME, VitrineSqlLexer.QUOTED_NAME, VitrineSqlLexer.STRING ->
          true;
      default ->
          Keywords.isBare(type(index))
              && !QueryReservedWords.contains(source.text(tokens.get(index)));
    };
  }

  private void trackParentheses(int index) {
    if (type(index) == VitrineSqlLexer.LEFT_PAREN) {
      boolean alias = index >= 2 && nameParts[index - 1] && isWord(index - 2, "AS");
      boolean cast = index >= 1 && CASTS.stream().anyMatch(call -> isWord(index - 1, call));
      open.push(cast ? Parentheses.CAST : alias ? Parentheses.COLUMN_NAMES : Parentheses.OTHER);
    } else if (type(index) == VitrineSqlLexer.RIGHT_PAREN) {
      open.poll();
    }
  }

  /** Whether the token is this word of the query's grammar, and no name. */
  private boolean isWord(int index, String word) {
    return index >= 0
        && !nameParts[index]
        && Keywords.isBare(type(index))
        && source.text(tokens.get(index)).equalsIgnoreCase(word);
  }

  private boolean startsName(int index) {
    return switch (type(index)) {
      case VitrineSqlLexer.BACKQUOTED_NAME, VitrineSqlLexer.QUOTED_NAME -> true;
      default -> Keywords.isBare(type(index)) && !startsWithDigit(source.text(tokens.get(index)));
    };
  }

  private static boolean startsWithDigit(String text) {
    char first = text.charAt(0);
    return first >= '0' && first <= '9';
  }

  private boolean startsIdentifierCall(int index) {
    boolean call =
        type(index) == VitrineSqlLexer.IDENTIFIER
            && type(index + 1) == VitrineSqlLexer.LEFT_PAREN
            && type(index + 3) == VitrineSqlLexer.RIGHT_PAREN;
    if (call && type(index + 2) == VitrineSqlLexer.PARAMETER) {
      throw source
          .error(
              ErrorCode.UNSUPPORTED_FEATURE,
              "A parameter cannot name a relation of a query.",
              tokens.get(index + 2))
          .withHint("Write the name as a string: IDENTIFIER('catalog.schema.model').");
    }
    return call && type(index + 2) == VitrineSqlLexer.STRING;
  }

  private String identifierCall(int index) {
    Token literal = tokens.get(index + 2);
    return Names.split(
            source.string(literal), ErrorCode.PARSE_SYNTAX_ERROR, source.position(literal))
        .stream()
        .map(name -> Names.quote(name, '"'))
        .collect(Collectors.joining("."));
  }

  /** Two slashes start a comment in Calcite, and not here. */
  private boolean startsSlashComment(int index) {
    Token token = tokens.get(index);
    Token next = tokens.get(Math.min(index + 1, tokens.size() - 1));
    return type(index) == VitrineSqlLexer.SYMBOL
        && type(index + 1) == VitrineSqlLexer.SYMBOL
        && token.getStopIndex() + 1 == next.getStartIndex()
        && source.text().startsWith("//", token.getStartIndex());
  }

  private int type(int index) {
    return index >= 0 && index < tokens.size() ? tokens.get(index).getType() : Token.EOF;
  }
}
