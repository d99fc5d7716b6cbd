package dev.vitrine.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.statement.format.StatementFormatter;
import dev.vitrine.statement.text.Keywords;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.Statement;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementFormatterTest {
  private static final List<String> NAMES = names();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "drop database if exists C.s cascade       | DROP SCHEMA IF EXISTS C.s CASCADE",
        "DROP MODEL \"on\".`b``c`.\"d\"\"e\"             | DROP MODEL `on`.`b``c`.`d\"e`",
        "DROP MODEL 1.2b._                         | DROP MODEL `1`.2b._",
        "SHOW GRANTS user ON DATABASE s            | SHOW GRANTS user ON SCHEMA s",
        "GRANT MANAGE, BROWSE ON FUNCTION m TO p   | GRANT BROWSE, MANAGE ON MODEL m TO p",
        "CREATE USER u WITH PASSWORD 'x'           | CREATE USER u WITH PASSWORD '********'",
        "ALTER USER u SET PASSWORD 'x'             | ALTER USER u SET PASSWORD '********'",
        "ALTER USER u SET PASSWORD 'x' KEEP TOKENS OLD PASSWORD 'y' | ALTER USER u SET PASSWORD '********' OLD PASSWORD '********' KEEP TOKENS",
        "COMMENT ON MODEL m VERSION latest IS 'a''' | COMMENT ON MODEL m VERSION LATEST IS 'a'''",
      })
  void writesOneSpelling(String text, String canonical) {
    assertThat(StatementFormatter.format(StatementTexts.parse(text))).isEqualTo(canonical);
  }

  /** Names that are keywords, in every place of every statement: nothing may be ambiguous. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void statementsWithAnyNamesRoundTrip(long seed) {
    Random random = new Random(seed);
    for (String text : StatementTexts.all()) {
      Statement statement = StatementTexts.parse(text);
      for (int i = 0; i < 40; i++) {
        StatementTexts.assertRoundTrip((Statement) renamed(statement, random));
      }
    }
  }

  @Test
  void stringsAndNamesOfAnyCharactersAreReadBack() {
    String all =
        IntStream.range(1, 0x3000)
            .mapToObj(Character::toString)
            .reduce("", String::concat)
            .concat("'`\"'`\"😀");
    Statement statement =
        StatementTexts.bind(
            "ALTER MODEL m ADD VERSION FROM ? COMMENT ? TAGS (?=?) INPUTS (IDENTIFIER(?))",
            all,
            all,
            all,
            all,
            "`" + all.replace("`", "``") + "`");
    StatementTexts.assertRoundTrip(statement);
  }

  /** The same record with another name for each of its identifiers. */
  private static Object renamed(Object value, Random random) {
    if (value instanceof Identifier) {
      return Identifier.of(NAMES.get(random.nextInt(NAMES.size())));
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(element -> renamed(element, random));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(element -> renamed(element, random)).toList();
    }
    if (!(value instanceof Record)) {
      return value;
    }
    try {
      RecordComponent[] components = value.getClass().getRecordComponents();
      Constructor<?> constructor =
          value
              .getClass()
              .getDeclaredConstructor(
                  Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      List<Object> values = new ArrayList<>();
      for (RecordComponent component : components) {
        values.add(renamed(component.getAccessor().invoke(value), random));
      }
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(KeywordsTest.nonReserved());
    names.addAll(Keywords.reserved());
    names.addAll(List.of("1", "42", "latest", "Latest", "x", "2nd", "a.b", "a`b", "", " ", "?"));
    return names;
  }
}
