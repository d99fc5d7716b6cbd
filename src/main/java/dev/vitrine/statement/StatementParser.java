package dev.vitrine.statement;

import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.generated.VitrineSqlLexer;
import dev.vitrine.statement.generated.VitrineSqlParser;
import dev.vitrine.statement.generated.VitrineSqlParser.SingleStatementContext;
import dev.vitrine.statement.text.StatementSplitter;
import dev.vitrine.statement.text.StatementSyntaxErrors;
import dev.vitrine.statement.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** Reads SQL texts. */
public final class StatementParser {
  /** Characters of the longest text that is read. */
  public static final int MAX_LENGTH = 1 << 20;

  private StatementParser() {}

  /**
   * Reads the statements of a text, which are separated by semicolons. All of the text is read
   * before anything is returned; of queries, only the words.
   *
   * @return a statement a piece, in order; none of a text that holds nothing but comments
   * @throws VitrineException always with a position: PARSE_SYNTAX_ERROR, UNSUPPORTED_FEATURE where
   *     a statement is refused on purpose, STATEMENT_TOO_COMPLEX
   */
  public static List<ParsedText> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new VitrineException(
              ErrorCode.STATEMENT_TOO_COMPLEX,
              "The text is longer than 1 MiB (1,048,576 characters).")
          .withPosition(new Position(1, 1))
          .withHint("Split it into several texts, or pass long values as parameters.");
    }
    StatementText source = new StatementText(text);
    OptionalInt flaw = StorableText.flaw(text);
    if (flaw.isPresent()) {
      throw new VitrineException(
              ErrorCode.PARSE_SYNTAX_ERROR, "The text contains an invalid character.")
          .withPosition(source.position(flaw.getAsInt()))
          .withHint(StorableText.HINT);
    }
    List<List<Token>> statements = StatementSplitter.split(source);
    List<ParsedText> parsed = new ArrayList<>(statements.size());
    for (List<Token> tokens : statements) {
      List<Token> marks =
          tokens.stream().filter(token -> token.getType() == VitrineSqlLexer.PARAMETER).toList();
      if (statements.size() > 1 && !marks.isEmpty()) {
        throw source
            .syntaxError("A text of several statements cannot have parameters.", marks.get(0))
            .withHint("Run the statements one by one.");
      }
      parsed.add(
          QueryRewriter.startsQuery(tokens.get(0))
              ? new QueryRewriter(source, tokens).rewrite()
              : statement(source, tokens, marks));
    }
    return List.copyOf(parsed);
  }

  private static ParsedStatement statement(
      StatementText source, List<Token> tokens, List<Token> marks) {
    PrivilegeWords.check(source, tokens);
    try {
      SingleStatementContext tree =
          parse(tokens, PredictionMode.SLL)
              .or(() -> parse(tokens, PredictionMode.LL))
              .orElseThrow(() -> StatementSyntaxErrors.explain(source, tokens));
      return new ParsedStatement(source, tree, marks);
    } catch (StackOverflowError e) {
      throw source
          .error(ErrorCode.STATEMENT_TOO_COMPLEX, "The statement is too complex.", tokens.get(0))
          .withCause(e);
    }
  }

  /** The tree of a statement, or nothing where it does not follow the grammar. */
  private static Optional<SingleStatementContext> parse(List<Token> tokens, PredictionMode mode) {
    VitrineSqlParser parser =
        new VitrineSqlParser(new CommonTokenStream(new ListTokenSource(tokens)));
    parser.removeErrorListeners();
    parser.setErrorHandler(new BailErrorStrategy());
    parser.getInterpreter().setPredictionMode(mode);
    try {
      return Optional.of(parser.singleStatement());
    } catch (ParseCancellationException e) {
      return Optional.empty();
    }
  }
}
