package dev.vitrine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.store.vendor.StoreLocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks of a store end within a time. */
@Timeout(180)
final class StoreProbeTest {
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anAvailableStoreRespondsRepeatedly(TestStore kind) {
    StoreLocation location = StoreLocation.parse(kind.newUrl());
    try (StoreProbe probe = new StoreProbe(location)) {
      assertThat(probe.responds(Duration.ofSeconds(30))).isTrue();
      assertThat(probe.responds(Duration.ofSeconds(30))).isTrue();
    }
  }

  @Test
  void anUnresponsiveStoreIsProbedOnceWithoutWaiting() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        StoreProbe probe = new StoreProbe(at(silent))) {
      assertThat(probe.responds(Duration.ofMillis(100))).isFalse();
      try (Socket asked = silent.accept()) {
        for (int i = 0; i < 10; i++) {
          assertThat(probe.responds(Duration.ofMillis(1))).isFalse();
        }
        silent.setSoTimeout(1);
        assertThat(asked.isConnected()).isTrue();
        assertThat(another(silent)).isFalse();
      }
    }
  }

  private static boolean another(ServerSocket silent) throws IOException {
    try (Socket other = silent.accept()) {
      return other.isConnected();
    } catch (java.net.SocketTimeoutException none) {
      return false;
    }
  }

  @Test
  void anEmptyLocationIsRefused() throws IOException {
    StoreLocation gone;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      gone = at(closed);
    }
    try (StoreProbe probe = new StoreProbe(gone)) {
      assertThat(probe.responds(Duration.ofSeconds(30))).isFalse();
    }
  }

  private static StoreLocation at(ServerSocket socket) {
    return StoreLocation.parse(
        "jdbc:vitrine:postgresql://127.0.0.1:" + socket.getLocalPort() + "/x?user=x");
  }
}
