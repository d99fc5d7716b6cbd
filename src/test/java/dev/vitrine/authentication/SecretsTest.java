package dev.vitrine.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestClock;
import dev.vitrine.catalog.Column;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.store.principal.Caller;
import dev.vitrine.store.principal.CallerSnapshot;
import dev.vitrine.store.principal.LoginRow;
import java.net.InetAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** Records with secrets do not print them. */
final class SecretsTest {
  @Test
  void nothingPrintsASecret() {
    TokenText token = TokenText.generate();
    LoginRow user = login(1, Optional.of("s3cret"));
    TaskResult result =
        new TaskResult.Created(
            List.of(Column.varchar("token", 255, false, "")), List.of(token.value()));
    assertThat(List.of(new Password("alice", "s3cret"), new Bearer("s3cret"), user).toString())
        .contains("alice")
        .doesNotContain("s3cret");
    assertThat(token + " " + result + " " + Optional.of(token)).doesNotContain(token.value());
  }

  @Test
  void tokensAreLongAndDistinct() {
    Set<String> tokens =
        Stream.generate(TokenText::generate)
            .limit(10_000)
            .map(TokenText::value)
            .collect(Collectors.toSet());
    assertThat(tokens).hasSize(10_000).allMatch(token -> token.matches("vtr_[A-Za-z0-9_-]{43}"));
    String one = tokens.iterator().next();
    assertThat(TokenText.of(one).orElseThrow().value()).isEqualTo(one);
    assertThat(TokenText.of(one).orElseThrow().hash()).matches("[0-9a-f]{64}");
    assertThat(TokenText.of(one + " ")).isEmpty();
  }

  @Test
  void theHashIsSha256() {
    // As `printf %s vtr_AAA… | sha256sum` has it.
    assertThat(TokenText.of("vtr_" + "A".repeat(43)).orElseThrow().hash())
        .isEqualTo("8c1b18b0ef7374c7e9daee94326704ff3765d8468abeb4a650183d040a0d1749");
  }

  /** Loaded apart, since the tests of this JVM lower the strength. */
  @Test
  void productionUsesBcryptOfStrength10And100000Iterations() throws Exception {
    URL[] classPath =
        Stream.of(PasswordHashes.class, BCryptPasswordEncoder.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .toArray(URL[]::new);
    try (URLClassLoader apart =
        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            try {
              return super.findClass(name);
            } catch (ClassNotFoundException logging) {
              return PasswordHashes.class.getClassLoader().loadClass(name);
            }
          }
        }) {
      Class<?> production = apart.loadClass(PasswordHashes.class.getName());
      assertThat(production).isNotEqualTo(PasswordHashes.class);
      Object hash = production.getMethod("hash", String.class).invoke(null, "right");
      assertThat(hash).asString().startsWith("$2a$10$");
      Object stored = production.getMethod("stored", String.class).invoke(null, "right");
      assertThat(stored.getClass().getMethod("scramVerifier").invoke(stored))
          .asString()
          .startsWith("SCRAM-SHA-256$100000:");
      assertThat(stored).hasToString("StoredPassword[********]");
    }
  }

  @Test
  void withoutAHashNoPasswordMatches() {
    String hash = PasswordHashes.hash("right");
    assertThat(PasswordHashes.matches("right", hash)).isTrue();
    assertThat(PasswordHashes.matches("wrong", hash)).isFalse();
    assertThat(PasswordHashes.matches("", hash)).isFalse();
    assertThat(PasswordHashes.matches("right", null)).isFalse();
    String longest = "x".repeat(72);
    String ofLongest = PasswordHashes.hash(longest);
    assertThat(PasswordHashes.matches(longest, ofLongest)).isTrue();
    assertThat(PasswordHashes.matches(longest + "x", ofLongest)).isFalse();
  }

  @Test
  void aPasswordIsRememberedForAWhileForItsUserAndItsHash() {
    TestClock clock = new TestClock();
    RememberedPasswords remembered = new RememberedPasswords(clock);
    LoginAttempt here = new LoginAttempt("Alice", LoginSource.UNKNOWN);
    LoginAttempt there =
        new LoginAttempt("alice", LoginSource.of(InetAddress.getLoopbackAddress()));
    LoginRow alice = login(1, Optional.of("hash"));
    assertThat(remembered.knows(here, alice, "right")).isFalse();
    remembered.remember(here, alice, "right");
    assertThat(remembered.knows(here, alice, "right")).isTrue();
    assertThat(remembered.knows(there, alice, "right")).isFalse();
    assertThat(remembered.knows(here, alice, "wrong")).isFalse();
    for (LoginRow other :
        List.of(
            login(1, Optional.of("other")),
            login(1, Optional.empty()),
            login(2, Optional.of("hash")))) {
      assertThat(remembered.knows(here, other, "right")).isFalse();
    }
    assertThat(new RememberedPasswords(clock).knows(here, alice, "right")).isFalse();
    clock.pass(Duration.ofHours(12).minusSeconds(1));
    assertThat(remembered.knows(here, alice, "right")).isTrue();
    clock.pass(Duration.ofHours(12).plusSeconds(1));
    assertThat(remembered.knows(here, alice, "right")).isFalse();
  }

  private static LoginRow login(long id, Optional<String> hash) {
    Caller caller = new Caller(id, "alice", Set.of(id), Set.of(), false);
    return new LoginRow(
        id, "alice", hash, Optional.empty(), 0, new CallerSnapshot(caller, System.nanoTime()));
  }
}
