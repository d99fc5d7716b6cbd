package dev.vitrine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestStore;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that cannot be reached does not block others from being opened and closed. */
@Timeout(180)
final class EngineRegistryTest {
  /** On all kinds of store in one test, because the refusal takes ten seconds. */
  @Test
  void anUnreachableStoreBlocksNoOther() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    // Connections are accepted by the operating system, but get no response.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = "jdbc:vitrine:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x?user=x";
      Future<Engine> unreachable = threads.submit(() -> Engine.open(url));
      // Held, because a socket without references is closed by the garbage collector.
      try (Socket held = silent.accept()) {
        assertThat(held.isConnected()).isTrue();
        for (TestStore kind : TestStore.values()) {
          for (int i = 0; i < 2; i++) {
            try (Engine other = Engine.open(kind.newUrl())) {
              assertThat(other.isUnfounded()).as("%s", kind).isTrue();
            }
          }
        }
        assertThat(unreachable.isDone()).isFalse();
        assertThatThrownBy(unreachable::get)
            .isInstanceOf(ExecutionException.class)
            .cause()
            .isInstanceOfSatisfying(
                VitrineException.class,
                refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CANNOT_CONNECT));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void oneUrlIsOneEngineUntilItIsClosedAsOftenAsOpened() {
    String url = TestStore.POSTGRESQL.newUrl();
    Engine first = Engine.open(url);
    Engine second = Engine.open(url);
    assertThat(second).isSameAs(first);
    second.close();
    assertThat(first.isUnfounded()).isTrue();
    first.close();
    try (Engine third = Engine.open(url)) {
      assertThat(third).isNotSameAs(first);
      assertThat(third.isUnfounded()).isTrue();
    }
  }
}
