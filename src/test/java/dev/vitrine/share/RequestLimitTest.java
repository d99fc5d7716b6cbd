package dev.vitrine.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The lowest speed of a response, and the end of a request; the test determines the time. */
final class RequestLimitTest {
  private final AtomicLong nanos = new AtomicLong(1);

  private RequestLimit limit() {
    return new RequestLimit(Duration.ofHours(1), nanos::get);
  }

  private void pass(long seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  /** A stream whose bytes arrive after a time. */
  private InputStream bytes(int count, long seconds) {
    return new ByteArrayInputStream(new byte[count]) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        pass(seconds);
        return super.read(into, offset, length);
      }
    };
  }

  @Test
  void aSlowProviderIsRefused() {
    try (RequestLimit limit = limit()) {
      InputStream bytes = limit.checking(bytes(1_000, 20));
      assertThatThrownBy(
              () -> {
                while (bytes.read(new byte[100], 0, 100) >= 0) {
                  assertThat(limit.problem()).isEmpty();
                }
              })
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("The provider sends less than 16 KiB per second.");
    }
  }

  /** The storage that takes the bytes may be slow: that is no failure of the provider. */
  @Test
  void timeOfTheReaderIsNoDelayOfTheProvider() throws IOException {
    try (RequestLimit limit = limit()) {
      InputStream bytes = limit.checking(bytes(1_000, 0));
      for (int count = 0; count < 10; count++) {
        assertThat(bytes.read(new byte[100], 0, 100)).isEqualTo(100);
        pass(300);
        assertThat(limit.exceeded()).isFalse();
      }
      pass(601);
      assertThat(limit.exceeded()).isTrue();
      assertThat(limit.problem())
          .contains("The provider did not respond completely within 3600 seconds.");
    }
  }

  @Test
  void anInterruptEndsTheRequest() {
    try (RequestLimit limit = limit()) {
      assertThat(limit.exceeded()).isFalse();
      Thread.currentThread().interrupt();
      assertThat(limit.exceeded()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
