package dev.vitrine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestStore;
import dev.vitrine.authentication.Authenticated;
import dev.vitrine.authentication.Password;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.call.Limits;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.session.call.Rows;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A transaction that reads one state ends when it is too old, also if it is never idle. */
final class SnapshotAgeTest {
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void oldSnapshotsEnd(TestStore store) {
    try (Engine engine = Engine.open(store.newUrl());
        Session admin = engine.connect("admin")) {
      run(admin, "CREATE USER alice WITH PASSWORD 's3cret-a'");
      Authenticated user = engine.authenticator().authenticate(new Password("alice", "s3cret-a"));
      RemoteUser remote =
          new RemoteUser(user.userId(), user.user(), user.claims(), user.proof(), "127.0.0.1");
      try (Session session = engine.session(remote)) {
        begin(session);
        run(session, "SELECT 1");
        run(session, "SELECT COUNT(*) FROM models");

        engine.idleTransactions().setSnapshotLimit(Duration.ZERO);
        assertThatThrownBy(() -> run(session, "SELECT COUNT(*) FROM models"))
            .isInstanceOfSatisfying(
                VitrineException.class,
                ended -> assertThat(ended.code()).isEqualTo(ErrorCode.SERIALIZATION_FAILURE));
        assertThatThrownBy(() -> run(session, "SELECT COUNT(*) FROM models"))
            .isInstanceOfSatisfying(
                VitrineException.class,
                failed -> assertThat(failed.code()).isEqualTo(ErrorCode.IN_FAILED_TRANSACTION));
        run(session, "ROLLBACK");
        run(session, "SELECT COUNT(*) FROM models");

        // The limit is for snapshots only.
        run(session, "START TRANSACTION");
        run(session, "SELECT COUNT(*) FROM models");
        run(session, "SELECT COUNT(*) FROM models");
        run(session, "COMMIT");
      }
    }
  }

  private static void begin(Session session) {
    run(session, "START TRANSACTION");
    session.transaction().setSnapshot();
  }

  private static void run(Session session, String sql) {
    for (Outcome outcome : session.execute(sql, List.of(), Limits.NONE)) {
      if (outcome instanceof Rows rows) {
        rows.close();
      }
    }
  }
}
