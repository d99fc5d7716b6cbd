package dev.vitrine.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestStore;
import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.Relation;
import dev.vitrine.statement.text.Keywords;
import dev.vitrine.statement.text.QueryReservedWords;
import dev.vitrine.store.relation.SecuredRelations;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryReservedWordsTest {
  @Test
  void areCalcitesOwn() {
    SqlAbstractParserImpl.Metadata calcite = SqlParser.create("").getMetadata();
    assertThat(new TreeSet<>(QueryReservedWords.all()))
        .isEqualTo(
            calcite.getTokens().stream()
                .filter(calcite::isReservedWord)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Names that the dialect prescribes; the parser accepts these words as names of columns. */
  private static final Set<String> PRESCRIBED = Set.of("position", "value");

  @Test
  void prescribedNamesNeedNoQuotes() {
    var admin = TestRegistry.open(TestStore.H2).admin();
    assertThat(
            admin.rows(
                "SELECT position, MAX(s.position) AS last, position + 1 AS next"
                    + " FROM signature_columns s WHERE position > 0 GROUP BY position"
                    + " HAVING MAX(position) > 0 ORDER BY position"))
        .isEmpty();
    assertThat(admin.column("SELECT value FROM history h WHERE value = h.value ORDER BY value"))
        .isNotEmpty();
  }

  /** Frequent names must work without quotes. */
  @Test
  void noRelationOrColumnIsNamedByOne() {
    for (Relation relation : SecuredRelations.relations()) {
      if (relation.schema().equals(Relation.SESSION)) {
        continue; // Their names are not used in queries.
      }
      List<String> names = new ArrayList<>(List.of(relation.name()));
      relation.columns().forEach(column -> names.add(column.name()));
      names.removeAll(PRESCRIBED);
      assertThat(names).as(relation.toString()).noneMatch(QueryReservedWords::contains);
    }
    for (Column column : Relation.modelColumns()) {
      assertThat(column.name()).matches(name -> !QueryReservedWords.contains(name));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"model", "version", "alias", "tag", "owner", "comment", "source", "status"})
  void wordsOfTheDomainAreNone(String word) {
    assertThat(QueryReservedWords.contains(word)).isFalse();
    assertThat(Keywords.isReserved(word)).isFalse();
  }
}
