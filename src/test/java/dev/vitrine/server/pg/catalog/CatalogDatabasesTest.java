package dev.vitrine.server.pg.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class CatalogDatabasesTest {
  @Test
  void oneUserHasHalfOfThem() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (CatalogDatabases databases = new CatalogDatabases()) {
      CatalogDatabase first = databases.take("eve", Cancellation.NEVER);
      CatalogDatabase second = databases.take("eve", Cancellation.NEVER);
      try (Cancellation call = new Cancellation()) {
        call.limit(Duration.ofMillis(50));
        assertThatThrownBy(() -> databases.take("eve", call))
            .isInstanceOfSatisfying(
                VitrineException.class,
                error -> assertThat(error.code()).isEqualTo(ErrorCode.STATEMENT_TIMEOUT));
      }
      Future<CatalogDatabase> third =
          threads.submit(() -> databases.take("eve", Cancellation.NEVER));
      CatalogDatabase other = databases.take("kim", Cancellation.NEVER);
      assertThat(other).isNotIn(first, second);
      assertThat(third.isDone()).isFalse();
      databases.giveBack("eve", first);
      assertThat(third.get(60, TimeUnit.SECONDS)).isSameAs(first);
      databases.giveBack("eve", first);
      databases.giveBack("eve", second);
      databases.giveBack("kim", other);
    } finally {
      threads.shutdownNow();
    }
  }
}
