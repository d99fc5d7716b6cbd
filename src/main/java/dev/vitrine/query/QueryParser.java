package dev.vitrine.query;

import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.config.Lex;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

/** Text to syntax tree. */
final class QueryParser {
  private static final int MAX_IDENTIFIER = 1024;
  private static final int MAX_DEPTH = 200;

  private final SqlParser.Config config =
      SqlParser.config()
          .withLex(Lex.ORACLE)
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.UNCHANGED)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(false)
          .withIdentifierMaxLength(MAX_IDENTIFIER)
          .withConformance(SqlConformanceEnum.LENIENT);

  SqlNode parse(String sql) throws SqlParseException {
    refuseDeepNesting(sql);
    return SqlParser.create(SessionCalls.withoutParentheses(sql), config).parseStmt();
  }

  /** The grammar is recursive; an overflow inside a static initialiser would break its class. */
  private static void refuseDeepNesting(String sql) {
    int depth = 0;
    for (int i = 0; i < sql.length(); i++) {
      char character = sql.charAt(i);
      if (character == '(') {
        depth++;
      } else if (character == ')') {
        depth--;
      }
      if (depth > MAX_DEPTH) {
        throw QueryErrors.tooDeep();
      }
    }
  }

  /** How many parameter markers a query has. */
  static int countParameters(SqlNode query) {
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
