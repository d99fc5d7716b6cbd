package dev.vitrine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.authentication.Authenticated;
import dev.vitrine.authentication.Password;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.call.Limits;
import dev.vitrine.statement.tree.Call.ReadModel;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.store.principal.Caller;
import dev.vitrine.store.principal.CallerSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The principals read with the credentials of a request serve its statements, but not for long. */
final class CallerSnapshotTest {
  private static final QualifiedName MODEL = QualifiedName.of("c", "s", "m");

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void isUsedWhileItIsFresh(TestStore store) {
    try (Engine engine = Engine.open(store.newUrl());
        Session admin = engine.connect("admin")) {
      RemoteUser user = member(engine, admin);
      long now = System.nanoTime();
      Caller outsider = new Caller(user.id(), "alice", Set.of(user.id()), Set.of(), false);

      // Rights come from the snapshot, in which the user is no member.
      assertThat(reads(engine, with(user, new CallerSnapshot(outsider, now)))).isFalse();
      // An older one is read again.
      CallerSnapshot old = new CallerSnapshot(outsider, now - Duration.ofSeconds(2).toNanos());
      assertThat(reads(engine, with(user, old))).isTrue();
      assertThat(reads(engine, with(user, null))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void isForgottenByAChange(TestStore store) {
    try (Engine engine = Engine.open(store.newUrl());
        Session admin = engine.connect("admin")) {
      RemoteUser user = member(engine, admin);
      try (Session session = engine.session(user)) {
        assertThat(reads(session)).isTrue();
        run(session, "ALTER MODEL c.s.m SET TAGS ('t' = 'v')");
        run(admin, "ALTER GROUP g DROP USER alice");
        assertThat(reads(session)).isFalse();
      }
    }
  }

  /** A user whose rights on a model come from a group. */
  private static RemoteUser member(Engine engine, Session admin) {
    for (String sql :
        List.of(
            "CREATE CATALOG c",
            "CREATE SCHEMA c.s",
            "CREATE MODEL c.s.m",
            "CREATE USER alice WITH PASSWORD 's3cret-a'",
            "CREATE GROUP g",
            "ALTER GROUP g ADD USER alice",
            "GRANT USE CATALOG ON CATALOG c TO g",
            "GRANT ALL PRIVILEGES ON SCHEMA c.s TO g")) {
      run(admin, sql);
    }
    Authenticated user = engine.authenticator().authenticate(new Password("alice", "s3cret-a"));
    assertThat(user.caller()).isNotNull();
    return new RemoteUser(
        user.userId(), user.user(), user.claims(), user.proof(), "127.0.0.1", user.caller());
  }

  private static RemoteUser with(RemoteUser user, @Nullable CallerSnapshot snapshot) {
    return new RemoteUser(
        user.id(), user.name(), user.claims(), user.proof(), user.address(), snapshot);
  }

  private static boolean reads(Engine engine, RemoteUser user) {
    try (Session session = engine.session(user)) {
      return reads(session);
    }
  }

  private static boolean reads(Session session) {
    try {
      session.execute(new ReadModel(MODEL), Limits.NONE);
      return true;
    } catch (VitrineException hidden) {
      assertThat(hidden.code()).isEqualTo(ErrorCode.CATALOG_NOT_FOUND);
      return false;
    }
  }

  private static void run(Session session, String sql) {
    session.execute(sql, List.of(), Limits.NONE);
  }
}
