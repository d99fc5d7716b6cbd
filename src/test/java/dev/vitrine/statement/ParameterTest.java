package dev.vitrine.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.catalog.DataType;
import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.tree.AccountStatement.CreateUser;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.ModelStatement.AddVersion;
import dev.vitrine.statement.tree.ModelStatement.DropModel;
import dev.vitrine.statement.tree.ModelStatement.DropVersions;
import dev.vitrine.statement.tree.ModelStatement.SetAlias;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.Secret;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.SecurableStatement.GrantPrivileges;
import dev.vitrine.statement.tree.TagAssignment;
import dev.vitrine.statement.tree.VersionRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterTest {
  private static final String SET_ALIAS =
      "ALTER MODEL IDENTIFIER(?) VERSION ? SET ALIAS IDENTIFIER(?)";

  @Test
  void standForNamesAndNumbers() {
    assertThat(StatementTexts.bind(SET_ALIAS, "c.s.m", 3, "blue-green"))
        .isEqualTo(
            new SetAlias(
                QualifiedName.of("c", "s", "m"),
                new VersionRef.ByNumber(3),
                Identifier.of("blue-green")));
  }

  @Test
  void standForStrings() {
    assertThat(
            StatementTexts.bind(
                "ALTER MODEL m ADD VERSION FROM ? TAGS (?=?, 'x'=?) COMMENT ? RUN ID 'r'",
                "s3://'; DROP MODEL m --",
                "k",
                "v",
                "?",
                ""))
        .isEqualTo(
            new AddVersion(
                QualifiedName.of("m"),
                "s3://'; DROP MODEL m --",
                Optional.of("r"),
                Optional.empty(),
                Optional.of(""),
                List.of(new TagAssignment("k", "v"), new TagAssignment("x", "?")),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty()));
    assertThat(StatementTexts.bind("CREATE USER u WITH PASSWORD ?", "p"))
        .isEqualTo(new CreateUser(Identifier.of("u"), Optional.of(new Secret("p"))));
  }

  @Test
  void haveTypes() {
    ParsedStatement statement = (ParsedStatement) StatementParser.parse(SET_ALIAS).get(0);
    assertThat(statement.parameterTypes())
        .containsExactly(DataType.VARCHAR, DataType.BIGINT, DataType.VARCHAR);
    assertThat(statement.kind()).isEqualTo(SetAlias.class);
    assertThat(statement.returnsRows()).isFalse();
  }

  @Test
  void canBeBoundAgainAndAgain() {
    ParsedStatement statement =
        (ParsedStatement) StatementParser.parse("DROP MODEL IDENTIFIER(?)").get(0);
    assertThat(statement.bind(List.of("a")))
        .isEqualTo(new DropModel(QualifiedName.of("a"), false, false));
    assertThat(statement.bind(List.of("a.b")))
        .isEqualTo(new DropModel(QualifiedName.of("a", "b"), false, false));
  }

  @Test
  void namesMayHaveBackticksAndDots() {
    assertThat(StatementTexts.bind("DROP MODEL IDENTIFIER(?)", "`a.b`.`c``d`.e f"))
        .isEqualTo(new DropModel(QualifiedName.of("a.b", "c`d", "e f"), false, false));
    assertThat(StatementTexts.bind("GRANT EXECUTE ON CATALOG c TO IDENTIFIER(?)", "al@example.com"))
        .isEqualTo(
            StatementTexts.bind("GRANT EXECUTE ON CATALOG c TO IDENTIFIER(?)", "`al@example.com`"))
        .isEqualTo(
            new GrantPrivileges(
                Set.of(Privilege.EXECUTE),
                SecurableRef.of(SecurableType.CATALOG, QualifiedName.of("c")),
                Identifier.of("al@example.com")));
    assertThat(StatementTexts.bind("DROP MODEL IDENTIFIER(?).IDENTIFIER(?)", "a.b", "c"))
        .isEqualTo(new DropModel(QualifiedName.of("a", "b", "c"), false, false));
  }

  @Test
  void numbersMayBeOfAnyType() {
    List<Number> numbers =
        List.of((byte) 3, (short) 3, 3, 3L, BigInteger.valueOf(3), new BigDecimal("3.0"), 3.0, 3f);
    assertThat(numbers)
        .allSatisfy(
            number ->
                assertThat(StatementTexts.bind("ALTER MODEL m DROP VERSION ?", number))
                    .isEqualTo(new DropVersions(QualifiedName.of("m"), false, List.of(3L))));
  }

  @Test
  @SuppressWarnings("NullAway") // A caller may bind null.
  void mustBeOfTheirType() {
    assertRefused(SET_ALIAS, 1, 24, ErrorCode.INVALID_PARAMETER_VALUE, null, 1, "a");
    assertRefused(SET_ALIAS, 1, 35, ErrorCode.INVALID_PARAMETER_VALUE, "m", "1", "a");
    assertRefused(SET_ALIAS, 1, 35, ErrorCode.INVALID_PARAMETER_VALUE, "m", 1.5, "a");
    assertRefused(SET_ALIAS, 1, 35, ErrorCode.INVALID_PARAMETER_VALUE, "m", Double.NaN, "a");
    assertRefused(SET_ALIAS, 1, 58, ErrorCode.INVALID_PARAMETER_VALUE, "m", 1, 7);
  }

  @Test
  void mustBeAsManyAsThereAre() {
    assertRefused(SET_ALIAS, 1, 58, ErrorCode.UNBOUND_PARAMETER, "m", 1);
    assertRefused(SET_ALIAS, 1, 1, ErrorCode.INVALID_PARAMETER_VALUE, "m", 1, "a", "b");
    assertRefused("BEGIN", 1, 1, ErrorCode.INVALID_PARAMETER_VALUE, "m");
  }

  @Test
  void wrongValuesAreNotRepeated() {
    VitrineException error =
        catchThrowableOfType(
            VitrineException.class,
            () -> StatementTexts.bind("CREATE USER u WITH PASSWORD ?", 12345));
    assertThat(error.problem())
        .isEqualTo("Parameter 1 must be a string and is a value of type Integer.");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "a.", ".a", "a..b", "`a", "a`b`", "`a`b", "a.b.c.d", "`"})
  void malformedNamesAreRefused(String name) {
    assertRefused("DROP MODEL IDENTIFIER(?)", 1, 12, ErrorCode.INVALID_PARAMETER_VALUE, name);
  }

  @Test
  void anEmptyNameIsInvalid() {
    assertRefused("DROP MODEL IDENTIFIER(?)", 1, 12, ErrorCode.INVALID_IDENTIFIER, "");
    assertRefused("DROP USER IDENTIFIER(?)", 1, 11, ErrorCode.INVALID_IDENTIFIER, "");
  }

  @Test
  void needATextOfOneStatement() {
    for (String text : List.of("SELECT ?; BEGIN", "BEGIN; DROP MODEL IDENTIFIER(?)")) {
      VitrineException error =
          catchThrowableOfType(VitrineException.class, () -> StatementParser.parse(text));
      assertThat(error.code()).isEqualTo(ErrorCode.PARSE_SYNTAX_ERROR);
      assertThat(error.position()).contains(new Position(1, text.indexOf('?') + 1));
    }
    assertThat(StatementParser.parse(";SELECT ?;;")).hasSize(1);
  }

  private static void assertRefused(
      String text, int line, int column, ErrorCode code, Object... parameters) {
    ParsedStatement statement = (ParsedStatement) StatementParser.parse(text).get(0);
    VitrineException error =
        catchThrowableOfType(
            VitrineException.class, () -> statement.bind(Arrays.asList(parameters)));
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.position()).contains(new Position(line, column));
  }
}
