package dev.vitrine.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestClock;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestStore;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.OpenStores;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Failed logins of one caller never shut out another. */
class LoginThrottlingTest {
  private static final String LET_IN = "let in";
  private static final String WRONG = "The user name or the password is wrong.";
  private static final String THROTTLED = "Too many failed logins.";
  private static final String HOME = "192.0.2.1";

  private final TestClock clock = new TestClock();
  private TestRegistry registry;
  private StoreAuthenticator authenticator;

  private void open(TestStore store) {
    registry = TestRegistry.open(store);
    registry.admin().run("CREATE USER alice WITH PASSWORD 'right'; CREATE USER bob");
    authenticator = new StoreAuthenticator(OpenStores.at(registry.url()), clock);
  }

  Credentials credentials(StoreAuthenticator known, String user, String password) throws Exception {
    return new Password(user, password);
  }

  private String answer(String address, String user, String password) {
    try {
      authenticator
          .from(InetAddress.getByName(address))
          .authenticate(credentials(authenticator, user, password));
      return LET_IN;
    } catch (VitrineException refusal) {
      assertThat(refusal.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
      return refusal.problem();
    } catch (Exception exception) {
      throw new AssertionError(exception);
    }
  }

  private void guess(String address, String user, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(answer(address, user, "wrong" + i)).isIn(WRONG, THROTTLED);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void guessesFromAnotherSourceDoNotDelayTheUser(TestStore store) {
    open(store);
    for (int i = 0; i < 4; i++) {
      guess("198.51.100.7", "alice", 20);
      guess("2001:db8::7", "alice", 20);
      clock.pass(Duration.ofMinutes(1));
    }
    guess("198.51.100.7", "alice", 3);
    assertThat(answer("198.51.100.7", "alice", "right")).isEqualTo(THROTTLED);
    assertThat(answer(HOME, "alice", "right")).isEqualTo(LET_IN);
    assertThat(answer("2001:db8:0:1::7", "alice", "right")).isEqualTo(LET_IN);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aPasswordVerifiedLatelyPassesWhileOthersGuessAtTheSameSource(TestStore store) {
    open(store);
    assertThat(answer(HOME, "alice", "right")).isEqualTo(LET_IN);
    for (int hour = 0; hour < 3; hour++) {
      guess(HOME, "alice", 30);
      guess(HOME, "user" + hour, 30);
      assertThat(answer(HOME, "alice", "right")).as("hour " + hour).isEqualTo(LET_IN);
      assertThat(answer(HOME, "ALICE", "Right")).isEqualTo(THROTTLED);
      clock.pass(Duration.ofMinutes(59));
    }
    guess(HOME, "alice", 30);
    registry.admin().run("ALTER USER alice SET PASSWORD 'new one'");
    assertThat(answer(HOME, "alice", "right")).isEqualTo(THROTTLED);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aVerifiedPasswordDoesNotResetTheBackOff(TestStore store) {
    open(store);
    assertThat(answer(HOME, "alice", "right")).isEqualTo(LET_IN);
    int verified = 0;
    for (int i = 0; i < 100; i++) {
      verified += answer(HOME, "alice", "wrong" + i).equals(WRONG) ? 1 : 0;
      if (i % 10 == 9) {
        assertThat(answer(HOME, "alice", "right")).isEqualTo(LET_IN);
      }
    }
    assertThat(verified).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anAttackFromManySourcesSlowsUnfamiliarSourcesOnly(TestStore store) {
    open(store);
    assertThat(answer(HOME, "alice", "right")).isEqualTo(LET_IN);
    for (int i = 0; i < 25; i++) {
      guess("198.51.100." + i, "alice", 4);
    }
    // One attempt at a new source instead of five, and a minute's wait instead of a second's.
    assertThat(answer("203.0.113.1", "alice", "wrong")).isEqualTo(WRONG);
    assertThat(answer("203.0.113.1", "alice", "right")).isEqualTo(THROTTLED);
    clock.pass(Duration.ofSeconds(59));
    assertThat(answer("203.0.113.1", "alice", "right")).isEqualTo(THROTTLED);
    clock.pass(Duration.ofSeconds(1));
    assertThat(answer("203.0.113.1", "alice", "right")).isEqualTo(LET_IN);
    // The user is not locked out anywhere: not at home, where five mistakes are still free, …
    for (int i = 0; i < 4; i++) {
      assertThat(answer(HOME, "alice", "mistyped" + i)).isEqualTo(WRONG);
    }
    assertThat(answer(HOME, "alice", "right")).isEqualTo(LET_IN);
    // … nor at a new source.
    assertThat(answer("203.0.113.2", "alice", "right")).isEqualTo(LET_IN);
    assertThat(answer("203.0.113.1", "bob", "wrong")).isEqualTo(WRONG);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aSourceThatTriesManyUsersDelaysNoOtherSource(TestStore store) {
    open(store);
    for (int i = 0; i < 40; i++) {
      guess("198.51.100.7", "user" + i, 1);
    }
    assertThat(answer("198.51.100.7", "alice", "right")).isEqualTo(THROTTLED);
    for (String user : List.of("alice", "user1")) {
      assertThat(answer(HOME, user, "wrong")).isEqualTo(WRONG);
    }
    assertThat(answer(HOME, "alice", "right")).isEqualTo(LET_IN);
  }
}
