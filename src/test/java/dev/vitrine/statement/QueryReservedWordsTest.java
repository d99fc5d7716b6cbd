package dev.vitrine.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParser;
import org.junit.jupiter.api.Test;

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
}
