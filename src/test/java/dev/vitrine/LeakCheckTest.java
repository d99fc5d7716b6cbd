package dev.vitrine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.session.Engine;
import dev.vitrine.session.Session;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The leak check detects open resources and that they are closed. */
final class LeakCheckTest {
  private final Set<String> before = LeakCheck.open();

  private Set<String> opened() {
    Set<String> opened = new TreeSet<>(LeakCheck.open());
    opened.removeAll(before);
    return opened;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void itSeesConnectionsEnginesAndSessions(TestStore store) throws Exception {
    String url = store.newUrl();
    try (Connection connection = DriverManager.getConnection(url, "admin", "")) {
      assertThat(connection.isValid(10)).isTrue();
      assertThat(opened()).contains("connection or engine 1 of " + url, "session 1 of " + url);
      try (Engine engine = Engine.open(url);
          Session session = engine.connect("admin")) {
        assertThat(session).isNotNull();
        assertThat(opened()).contains("connection or engine 2 of " + url, "session 2 of " + url);
      }
    }
    assertThat(opened()).noneMatch(open -> open.endsWith(url));
  }

  @Test
  void itSeesThreadsThatKeepTheJvmAlive() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                end.await();
              } catch (InterruptedException exception) {
                Thread.currentThread().interrupt();
              }
            },
            "left-alone");
    thread.start();
    assertThat(opened()).anyMatch(open -> open.startsWith("thread left-alone"));
    end.countDown();
    thread.join();
    assertThat(opened()).noneMatch(open -> open.startsWith("thread left-alone"));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "open files are listed on Linux only")
  void itSeesFiles(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("open.txt"), "x").toRealPath();
    try (InputStream in = Files.newInputStream(file)) {
      assertThat(in.read()).isEqualTo('x');
      assertThat(opened()).contains("file " + file);
    }
    assertThat(opened()).doesNotContain("file " + file);
  }
}
