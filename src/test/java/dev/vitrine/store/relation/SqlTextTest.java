package dev.vitrine.store.relation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.catalog.Relation;
import dev.vitrine.store.vendor.Vendor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holes of SQL text are filled completely and with known parts only. */
final class SqlTextTest {
  @Test
  void partsFillTheHolesOfTheirNames() {
    SqlText text =
        SqlText.of(
            """
            SELECT '{' || x
              FROM {table}
            WHERE {condition}""",
            Map.of("table", "models  m", "condition", SqlText.of("id IN (SELECT id FROM {me})")));

    assertThat(text.holes()).containsExactly("me");
    assertThat(text.reading(Set.of("me", "other")))
        .isEqualTo("SELECT '{' || x FROM models  m WHERE id IN (SELECT id FROM me)");
  }

  @Test
  void aPartWithoutHoleIsRefused() {
    assertThatThrownBy(() -> SqlText.of("SELECT {a}", Map.of("a", "1", "b", "2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("b");
  }

  @Test
  void aHoleThatIsNoSetIsRefused() {
    assertThatThrownBy(() -> SqlText.of("SELECT {a} FROM {me}").reading(Set.of("me")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("unfilled holes [a]: SELECT {a} FROM {me}");
  }

  /** A hole that stays open fails when the text is assembled. */
  @ParameterizedTest
  @EnumSource(Vendor.class)
  void everyTextIsComplete(Vendor vendor) {
    List<Relation> relations = new ArrayList<>(SecuredRelations.relations());
    relations.add(Relation.ofModel("c", "s", "m"));
    SecuredRelations secured = new SecuredRelations(vendor);
    for (Relation relation : relations) {
      for (int groups = 0; groups < 3; groups++) {
        for (int names = 0; names < 2; names++) {
          for (boolean few : new boolean[] {false, true}) {
            Set<Relation> named = names == 0 ? Set.of() : Set.of(relation);
            String with = secured.secure(Set.of(relation), named, names, groups, few, true).with();

            assertThat(with).doesNotContainPattern("\\{[a-z]").contains(relation.cteName());
          }
        }
      }
    }
  }
}
