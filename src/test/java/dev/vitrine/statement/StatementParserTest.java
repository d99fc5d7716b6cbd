package dev.vitrine.statement;

import static dev.vitrine.statement.StatementTexts.assertParsed;
import static dev.vitrine.statement.StatementTexts.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.error.Position;
import dev.vitrine.statement.tree.AccountStatement.CreateToken;
import dev.vitrine.statement.tree.AccountStatement.DropUser;
import dev.vitrine.statement.tree.ContainerStatement.UseCatalog;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.ModelStatement.CreateModel;
import dev.vitrine.statement.tree.ModelStatement.DropModel;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.ShareStatement.CreateRecipient;
import dev.vitrine.statement.tree.ShareStatement.RotateRecipientToken;
import dev.vitrine.statement.tree.ShowStatement.ShowModels;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementParserTest {
  @ParameterizedTest
  @ValueSource(strings = {"", " ", ";", " ; ;\n; ", "-- x", "/* ; */ -- ;\n;", "\ufeff\u00a0"})
  void anEmptyTextHasNoStatement(String text) {
    assertThat(StatementParser.parse(text)).isEmpty();
  }

  @Test
  void textsAreCutAtSemicolonsOutsideOfQuotesAndComments() {
    String text =
        """
        ; DROP USER `a;b` -- ; c
        ;/* ; */COMMENT ON MODEL m IS 'x;''y;'; SELECT ";", ';' FROM t;;
          SHOW MODELS""";
    List<ParsedText> parsed = StatementParser.parse(text);
    assertThat(parsed)
        .extracting(ParsedText::position)
        .containsExactly(
            new Position(1, 3), new Position(2, 9), new Position(2, 41), new Position(3, 3));
    assertThat(parsed)
        .extracting(ParsedText::returnsRows)
        .containsExactly(false, false, true, true);
    assertThat(((ParsedQuery) parsed.get(2)).sql()).isEqualTo("SELECT \";\", ';' FROM t");
    assertThat(((ParsedStatement) parsed.get(0)).bind(List.of()))
        .isEqualTo(new DropUser(Identifier.of("a;b")));
  }

  @Test
  void namesKeepTheirPosition() {
    DropModel statement = (DropModel) parse("\nDROP MODEL\r\n  prod . `ml``team`.\"2nd\"\"m\"");
    assertThat(statement.name()).isEqualTo(QualifiedName.of("prod", "ml`team", "2nd\"m"));
    assertThat(statement.name().parts())
        .extracting(part -> part.position().orElseThrow())
        .containsExactly(new Position(3, 3), new Position(3, 10), new Position(3, 21));
  }

  @Test
  void columnsCountUtf16Units() {
    DropModel statement = (DropModel) parse("DROP MODEL `😀`.m");
    assertThat(statement.name().last().position()).contains(new Position(1, 17));
  }

  @Test
  void commentsAndSpacesMayBeAnywhere() {
    assertParsed(
        "/**/create/*/*/model-- if\r\u00a0m/***/.\n--\n n comment\t'--/*'--",
        new CreateModel(QualifiedName.of("m", "n"), false, Optional.of("--/*"), List.of()));
  }

  @Test
  void keywordsAreInAnyCaseAndNamesKeepTheirs() {
    assertParsed("dRoP mOdEl Ab", new DropModel(QualifiedName.of("Ab"), false, false));
  }

  @Test
  void computedNamesStandForNames() {
    assertParsed(
        "DROP MODEL IDENTIFIER('c.`s.s`.`m``m`')",
        new DropModel(QualifiedName.of("c", "s.s", "m`m"), false, false));
    assertParsed(
        "DROP MODEL c.identifier ( 's.m' )",
        new DropModel(QualifiedName.of("c", "s", "m"), false, false));
    assertParsed("USE CATALOG IDENTIFIER('c')", new UseCatalog(Identifier.of("c")));
    assertParsed("DROP USER IDENTIFIER('a.b@c.d')", new DropUser(Identifier.of("a.b@c.d")));
    assertParsed(
        "DROP MODEL identifier", new DropModel(QualifiedName.of("identifier"), false, false));
  }

  @Test
  void showDescribeAndNewTokensReturnRowsAndNothingElseDoes() {
    Set<Class<?>> returning = new HashSet<>();
    for (String text : StatementTexts.all()) {
      ParsedStatement statement = (ParsedStatement) StatementParser.parse(text).get(0);
      if (statement.returnsRows()) {
        returning.add(statement.kind());
      }
    }
    Set<Class<?>> expected =
        new HashSet<>(Set.of(CreateRecipient.class, CreateToken.class, RotateRecipientToken.class));
    for (Class<?> kind : StatementKinds.all()) {
      if (kind.getSimpleName().matches("(Describe|Show).*")) {
        expected.add(kind);
      }
    }
    assertThat(returning).isEqualTo(expected).contains(ShowModels.class);
  }

  @Test
  void manyStatementsAreReadInOrder() {
    List<ParsedText> parsed = StatementParser.parse("BEGIN; CREATE MODEL a; COMMIT; SELECT 1;");
    assertThat(parsed).hasSize(4);
    assertThat(parsed.get(3)).isInstanceOf(ParsedQuery.class);
  }
}
