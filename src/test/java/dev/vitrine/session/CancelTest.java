package dev.vitrine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.session.call.Limits;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CancelTest {
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void cancellingAnEndedStatementDoesNothingInATransaction(TestStore kind) {
    try (Engine engine = Engine.open(kind.newUrl());
        Session session = engine.connect("admin")) {
      session.setAutoCommit(false);
      session.execute("SELECT current_metastore()", List.of(), Limits.NONE);

      session.cancel();

      assertThat(session.execute("SELECT full_name FROM models", List.of(), Limits.NONE))
          .hasSize(1);
    }
  }
}
