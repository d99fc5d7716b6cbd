package dev.vitrine.store.relation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.catalog.Relation;
import dev.vitrine.store.history.HistoryTable;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class PastTablesTest {
  /** All tables with closed rows can be read, except lineage, which no relation reads at a time. */
  @Test
  void tablesWithClosedRowsCanBeRead() {
    Set<String> recorded = new TreeSet<>();
    for (HistoryTable table : EnumSet.complementOf(EnumSet.of(HistoryTable.MODEL_LINEAGE))) {
      recorded.add(table.name().toLowerCase(Locale.ROOT));
      assertThat(PastTables.rows(table.table()))
          .contains(table.keys())
          .contains(table.closedRows());
    }
    assertThat(PastTables.names()).containsExactlyElementsOf(recorded);
  }

  @Test
  void relationsWithHistoryHaveQueriesOfThePast() {
    List<Relation> past =
        RegistryRelationSql.ALL.stream()
            .filter(secured -> secured.past().isPresent())
            .map(SecuredRelation::relation)
            .toList();
    List<Relation> declared =
        SecuredRelations.relations().stream().filter(Relation::hasHistory).toList();
    assertThat(past).hasSize(14).containsExactlyInAnyOrderElementsOf(declared);
  }
}
