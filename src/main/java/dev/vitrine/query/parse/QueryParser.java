package dev.vitrine.query.parse;

import dev.vitrine.query.plan.Planning;
import java.io.IOException;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.config.Lex;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.util.SourceStringReader;

/** Text to syntax tree. */
public final class QueryParser {
  /**
   * Maximum characters of an identifier in Calcite's parser; longer than a full name of three
   * parts.
   */
  private static final int MAX_IDENTIFIER = 1024;

  private final SqlParser.Config config =
      SqlParser.config()
          .withLex(Lex.ORACLE)
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.UNCHANGED)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(false)
          .withIdentifierMaxLength(MAX_IDENTIFIER)
          .withConformance(SqlConformanceEnum.LENIENT);

  public SqlNode parse(String sql) throws SqlParseException {
    ParserEffort.check(sql);
    return SqlParser.create(
            new CountedReader(SessionCalls.withoutParentheses(JdbcEscapes.removed(sql))), config)
        .parseStmt();
  }

  /** Lets the parser, which reads a few thousand characters at once, be cancelled. */
  private static final class CountedReader extends SourceStringReader {
    CountedReader(String sql) {
      super(sql);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      Planning.step();
      return super.read(buffer, offset, length);
    }
  }

  /** Number of parameter markers of a query. */
  public static int countParameters(SqlNode query) {
    int[] count = {0};
    query.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlDynamicParam parameter) {
            count[0] = Math.max(count[0], parameter.getIndex() + 1);
            return null;
          }
        });
    return count[0];
  }
}
