package dev.vitrine.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.vitrine.TestClock;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.OpenStores;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Failed logins: throttling, and their audit rows. */
final class ThrottlingTest {
  private static final String LET_IN = "let in";
  private static final String WRONG = "The user name or the password is wrong.";
  private static final String THROTTLED = "Too many failed logins.";
  private static final String ROWS =
      "SELECT user_identity, response_code, request_params, error_message, source_ip"
          + " FROM system.access.audit WHERE action_name = 'login' AND response_code <> 200"
          + " ORDER BY event_time, event_id";

  private final TestClock clock = new TestClock();
  private TestRegistry registry;
  private Client admin;
  private StoreAuthenticator authenticator;

  private void open(TestStore store) {
    registry = TestRegistry.open(store);
    admin = registry.admin();
    admin.run("CREATE USER alice WITH PASSWORD 'right'; CREATE USER mallory WITH PASSWORD 'right'");
    authenticator = new StoreAuthenticator(OpenStores.at(registry.url()), clock);
  }

  private Authenticator from(String address) {
    try {
      return authenticator.from(InetAddress.getByName(address));
    } catch (UnknownHostException exception) {
      throw new AssertionError(exception);
    }
  }

  private static String answer(Authenticator authenticator, Credentials credentials) {
    try {
      authenticator.authenticate(credentials);
      return LET_IN;
    } catch (VitrineException refusal) {
      assertThat(refusal.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
      return refusal.problem();
    }
  }

  private static String answer(Authenticator authenticator, String user, String password) {
    return answer(authenticator, new Password(user, password));
  }

  private static long waiting(Authenticator authenticator, String user) {
    return waiting(authenticator, user, "right");
  }

  private static long waiting(Authenticator authenticator, String user, String password) {
    try {
      authenticator.authenticate(new Password(user, password));
      throw new AssertionError("was let in");
    } catch (VitrineException refusal) {
      assertThat(refusal.problem()).isEqualTo(THROTTLED);
      return Long.parseLong(refusal.hint().replaceAll("Try again in (\\d+) s\\..*", "$1"));
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void eachWrongPasswordBehindTheFirstFewWaitsTwiceAsLong(TestStore store) {
    open(store);
    for (String user : List.of("alice", "nobody")) {
      for (int i = 0; i < 5; i++) {
        assertThat(answer(authenticator, user, "wrong")).isEqualTo(WRONG);
      }
      List<Long> waits = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        long wait = waiting(authenticator, user.toUpperCase(java.util.Locale.ROOT));
        waits.add(wait);
        clock.pass(Duration.ofSeconds(wait).minusMillis(1));
        assertThat(waiting(authenticator, user)).isEqualTo(1);
        clock.pass(Duration.ofMillis(1));
        assertThat(answer(authenticator, user, "wrong")).isEqualTo(WRONG);
      }
      assertThat(waits)
          .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L);
    }
    assertThat(answer(authenticator, "mallory", "right")).isEqualTo(LET_IN);

    clock.pass(Duration.ofMinutes(5));
    assertThat(answer(authenticator, "alice", "right")).isEqualTo(LET_IN);
    for (int i = 0; i < 5; i++) {
      assertThat(answer(authenticator, "alice", "wrong")).isEqualTo(WRONG);
    }
    // The right password has been verified at this source and passes, see LoginThrottlingTest.
    assertThat(waiting(authenticator, "alice", "wrong")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void failuresAreForgotten(TestStore store) {
    open(store);
    for (int i = 0; i < 5; i++) {
      assertThat(answer(authenticator, "alice", "wrong")).isEqualTo(WRONG);
    }
    clock.pass(Duration.ofMinutes(61));
    for (int i = 0; i < 5; i++) {
      assertThat(answer(authenticator, "alice", "wrong")).isEqualTo(WRONG);
    }
    assertThat(waiting(authenticator, "alice")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aSourceThatTriesManyUsersIsThrottled(TestStore store) {
    open(store);
    Bearer token = new Bearer((String) admin.rows("CREATE TOKEN").get(0).get(1));
    assertThat(answer(from("192.0.2.1"), "alice", "right")).isEqualTo(LET_IN);
    for (int i = 0; i < 20; i++) {
      assertThat(answer(from("192.0.2.1"), "user" + i, "wrong")).isEqualTo(WRONG);
    }
    assertThat(waiting(from("192.0.2.1"), "mallory")).isEqualTo(1);
    assertThat(answer(from("192.0.2.2"), "mallory", "right")).isEqualTo(LET_IN);
    // A recently verified password and tokens are still accepted.
    assertThat(answer(from("192.0.2.1"), "alice", "right")).isEqualTo(LET_IN);
    assertThat(answer(from("192.0.2.1"), token)).isEqualTo(LET_IN);
    clock.pass(Duration.ofSeconds(1));
    assertThat(answer(from("192.0.2.1"), "mallory", "right")).isEqualTo(LET_IN);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aNetworkOfIpv6IsOnePlace(TestStore store) {
    open(store);
    for (int i = 1; i <= 20; i++) {
      assertThat(answer(from("2001:db8::" + i), "user" + i, "wrong")).isEqualTo(WRONG);
    }
    assertThat(answer(from("2001:db8::ffff"), "alice", "right")).isEqualTo(THROTTLED);
    assertThat(answer(from("2001:db8:0:1::1"), "alice", "right")).isEqualTo(LET_IN);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void ownSuccessPaysForOwnFailuresOnly(TestStore store) {
    open(store);
    Authenticator office = from("192.0.2.1");
    for (int i = 0; i < 10; i++) {
      assertThat(answer(office, "alice", "wrong")).isEqualTo(WRONG);
      assertThat(answer(office, "alice", "worse")).isEqualTo(WRONG);
      assertThat(answer(office, "alice", "wor\0se")).isEqualTo(WRONG);
      assertThat(answer(office, "alice", "right")).isEqualTo(LET_IN);
    }
    Authenticator lair = from("192.0.2.2");
    for (int i = 0; i < 20; i++) {
      assertThat(answer(lair, "user" + i, "wrong")).isEqualTo(WRONG);
      if (i < 19) {
        clock.pass(Duration.ofMinutes(1));
        assertThat(answer(lair, "mallory", "right")).isEqualTo(LET_IN);
      }
    }
    assertThat(answer(lair, "bob", "wrong")).isEqualTo(THROTTLED);
  }

  private <T> List<T> together(int threads, Callable<T> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CyclicBarrier start = new CyclicBarrier(threads);
    try {
      List<T> answers = new ArrayList<>();
      Callable<T> task =
          () -> {
            start.await();
            return work.call();
          };
      for (Future<T> future : pool.invokeAll(Collections.nCopies(threads, task))) {
        answers.add(future.get());
      }
      return answers;
    } finally {
      pool.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void guessingAllAtOnceGainsNothing(TestStore store) throws Exception {
    open(store);
    List<String> answers = together(16, () -> answer(authenticator, "alice", "wrong"));
    assertThat(answers).containsOnly(WRONG, THROTTLED).filteredOn(WRONG::equals).hasSize(5);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void allMayComeAtOnce(TestStore store) throws Exception {
    open(store);
    assertThat(together(16, () -> answer(authenticator, "alice", "right"))).containsOnly(LET_IN);
    Bearer token = new Bearer((String) admin.rows("CREATE TOKEN").get(0).get(1));
    assertThat(together(16, () -> answer(authenticator, token))).containsOnly(LET_IN);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everyFailedLoginIsARowWithoutSecrets(TestStore store) {
    open(store);
    Bearer token = new Bearer((String) admin.rows("CREATE TOKEN LIFETIME 1 DAYS").get(0).get(1));
    Authenticator place = from("192.0.2.7");
    answer(place, "Alice", "s3cret-1");
    answer(place, "no\0body", "s3cret-2");
    answer(authenticator, "x".repeat(300), "s3cret-3");
    answer(place, new Bearer("vtr_s3cret"));
    assertThat(answer(place, token)).isEqualTo(LET_IN);
    clock.pass(Duration.ofDays(2));
    answer(place, token);

    List<List<Object>> rows = admin.rows(ROWS);
    assertThat(rows.stream().map(row -> row.get(0)))
        .containsExactly("Alice", "no\ufffdbody", "x".repeat(255), "unknown", "admin");
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.get(1)).isEqualTo(401L);
              assertThat(row.get(2)).isEqualTo("{}");
              assertThat((String) row.get(3)).startsWith("[AUTHENTICATION_FAILED] ");
            });
    assertThat(rows.stream().map(row -> row.get(4)))
        .containsExactly("192.0.2.7", "192.0.2.7", null, "192.0.2.7", "192.0.2.7");
    assertThat(admin.rows("SELECT * FROM system.access.audit").toString())
        .doesNotContain("s3cret", "vtr_", token.token().substring(4), "right");
  }

  private long unwritten() {
    return admin.rows(ROWS).stream()
        .map(row -> (String) row.get(2))
        .filter(parameters -> parameters.contains("unwritten"))
        .flatMapToLong(
            parameters ->
                LongStream.of(Long.parseLong(parameters.replaceAll("\\D+(\\d+)\\D+", "$1"))))
        .sum();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aFloodIsCountedAndNotWrittenDown(TestStore store) {
    open(store);
    Bearer old = new Bearer("vtr_");
    for (int hour = 0; hour < 2; hour++) {
      for (int i = 0; i < 300; i++) {
        answer(from("192.0.2.1"), old);
        answer(from("192.0.2.1"), "alice", "wrong");
        answer(from("192.0.2.2"), "user" + i, "wrong");
      }
      clock.pass(Duration.ofHours(1));
    }
    // Ten of each kind, and of those of many users the ones behind which all have to wait.
    assertThat(admin.rows(ROWS)).hasSizeBetween(2 * 30, 2 * 60);
    answer(from("192.0.2.1"), old);
    answer(from("192.0.2.1"), "alice", "wrong");
    answer(from("192.0.2.2"), "mallory", "right");
    clock.pass(Duration.ofDays(2));
    answer(from("192.0.2.9"), old);
    clock.pass(Duration.ofDays(2));
    answer(from("192.0.2.9"), old);
    assertThat(admin.rows(ROWS).size() + unwritten()).isEqualTo(2 * 3 * 300 + 4);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aFloodFromEverywhereIsBoundedAsWell(TestStore store) {
    open(store);
    for (int i = 0; i < 1_000; i++) {
      answer(from("198.51." + i / 250 + "." + i % 250), new Bearer("vtr_"));
    }
    assertThat(admin.rows(ROWS)).hasSize(500);
    clock.pass(Duration.ofDays(2));
    answer(from("192.0.2.9"), new Bearer("vtr_"));
    clock.pass(Duration.ofDays(2));
    answer(from("192.0.2.9"), new Bearer("vtr_"));
    assertThat(admin.rows(ROWS)).hasSize(502);
    assertThat(unwritten()).isEqualTo(500);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void embeddedConnectionsStillTrustTheirCaller(TestStore store) {
    open(store);
    for (int i = 0; i < 10; i++) {
      answer(authenticator, "alice", "wrong");
    }
    assertThatCode(() -> registry.as("alice").close()).doesNotThrowAnyException();
  }
}
