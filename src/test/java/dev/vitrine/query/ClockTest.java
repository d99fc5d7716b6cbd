package dev.vitrine.query;

import static java.time.temporal.ChronoUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.PlannedQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClockTest {
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void theTimeIsInUtcForEachZoneOfTheConnection(Dialect dialect) throws SQLException {
    PlannedQuery query =
        TestRelations.planner(dialect)
            .plan("select current_timestamp, localtimestamp", "system", "registry");
    try (PlainStore store = PlainStore.open(dialect);
        Statement statement = store.connection().createStatement()) {
      statement.execute("SET TIME ZONE 'Asia/Tokyo'");
      try (ResultSet result = statement.executeQuery(query.body())) {
        result.next();
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        assertThat(result.getObject(1, LocalDateTime.class)).isCloseTo(now, within(1, MINUTES));
        assertThat(result.getObject(2, LocalDateTime.class)).isCloseTo(now, within(1, MINUTES));
      }
    }
  }
}
