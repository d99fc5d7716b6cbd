package dev.vitrine.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.jdbc.metadata.MetadataConstants;
import dev.vitrine.statement.generated.VitrineSqlLexer;
import dev.vitrine.statement.generated.VitrineSqlParser;
import dev.vitrine.statement.text.Keywords;
import dev.vitrine.statement.tree.ModelStatement.DropModel;
import dev.vitrine.statement.tree.QualifiedName;
import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.RuleStartState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeywordsTest {
  static List<String> nonReserved() {
    return IntStream.rangeClosed(1, VitrineSqlLexer.VOCABULARY.getMaxTokenType())
        .filter(Keywords::isKeyword)
        .mapToObj(Keywords::display)
        .filter(word -> !Keywords.isReserved(word))
        .toList();
  }

  /** The words of the grammar that SQL:2003 has too, which JDBC leaves out of the driver's list. */
  private static final Set<String> SQL_2003 =
      Set.of(
          "ADD",
          "ALL",
          "ALTER",
          "AS",
          "BEGIN",
          "CASCADE",
          "CATALOG",
          "COMMIT",
          "CREATE",
          "DELETE",
          "DESC",
          "DESCRIBE",
          "DROP",
          "EXISTS",
          "EXTERNAL",
          "FOR",
          "FROM",
          "FUNCTION",
          "GRANT",
          "GROUP",
          "IN",
          "INSERT",
          "IS",
          "LIKE",
          "MERGE",
          "NOT",
          "NULL",
          "OF",
          "OLD",
          "ON",
          "OPTION",
          "OR",
          "RESTRICT",
          "REVOKE",
          "ROLLBACK",
          "SCHEMA",
          "SEARCH",
          "SELECT",
          "SESSION",
          "SET",
          "START",
          "TABLE",
          "TO",
          "TRANSACTION",
          "UPDATE",
          "USER",
          "USING",
          "VALUES",
          "WITH");

  /** The driver cannot read the grammar, so its list is a constant. */
  @Test
  void driverListsTheKeywordsThatStandardSqlDoesNotHave() throws NoSuchMethodException {
    Method method = DatabaseMetaData.class.getMethod("getSQLKeywords");
    String listed = (String) MetadataConstants.of(method).orElseThrow();
    List<String> own =
        IntStream.rangeClosed(1, VitrineSqlLexer.VOCABULARY.getMaxTokenType())
            .filter(Keywords::isKeyword)
            .mapToObj(Keywords::display)
            .filter(word -> !SQL_2003.contains(word))
            .sorted()
            .toList();
    assertThat(listed.split(",")).containsExactlyElementsOf(own);
  }

  /** A word more is a name less that can be written without quotes: think twice. */
  @Test
  void reservedWords() {
    assertThat(Keywords.reserved()).containsExactly("FROM", "IN", "LIKE", "ON", "TO");
  }

  @ParameterizedTest
  @MethodSource("nonReserved")
  void everyOtherKeywordIsAName(String word) {
    StatementTexts.assertParsed(
        "DROP MODEL " + word + "." + word + "." + word,
        new DropModel(QualifiedName.of(word, word, word), false, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model", "version", "alias", "tag", "owner", "comment", "source", "status", "user", "group",
        "system", "value", "result", "language", "key", "name", "stage", "2nd_model", "123abc", "_",
        "42"
      })
  void ordinaryWordsAreNames(String word) {
    StatementTexts.assertParsed(
        "DROP MODEL " + word, new DropModel(QualifiedName.of(word), false, false));
  }

  @Test
  void theRuleOfNonReservedWordsHoldsTokensOnly() {
    RuleStartState start =
        VitrineSqlParser._ATN.ruleToStartState[VitrineSqlParser.RULE_nonReserved];
    for (ATNState state : VitrineSqlParser._ATN.states) {
      if (state != null && state.ruleIndex == start.ruleIndex) {
        for (Transition transition : state.getTransitions()) {
          assertThat(transition).isNotInstanceOf(RuleTransition.class);
        }
      }
    }
  }
}
