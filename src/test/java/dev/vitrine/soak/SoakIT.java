package dev.vitrine.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many connections do many things for a while, through the packaged jars, and the store is
 * restarted in the middle. {@code -Dvitrine.soak.seconds=600} makes it as long as it is meant to
 * be; every build has 40 seconds of it.
 */
final class SoakIT {
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("vitrine.soak.seconds", 40));

  /** As many as a server's pools may have. */
  private static final int STORE_CONNECTIONS = 34;

  /** Limit for a heap of 256 MB and the loaded classes. */
  private static final long MEGABYTES_MORE = 48;

  /** Log of a refusal just before the store was lost. */
  private static final Pattern LOST_REFUSAL =
      Pattern.compile(
          "level=ERROR (?=.*A refusal could not be written to the audit trail\"\\R"
              + ".*STORE_UNREACHABLE)");

  @TempDir private Path directory;

  @Test
  @Timeout(1_800)
  void nothingIsLostAndNothingGrows() throws Exception {
    Soak.Result result;
    try (Soak soak = Soak.open(directory)) {
      result = soak.run(LENGTH);
    }
    Ledger ledger = result.ledger();
    String report =
        """
        %d connections, %d s: %d statements, %d changes acknowledged and found; store away for \
        %.1f s, errors meanwhile %s, connections opened anew after them %d; server at first: %s; \
        at the end: %s
        """
            .formatted(
                result.connections(),
                result.length().toSeconds(),
                ledger.statements(),
                result.acknowledged(),
                result.away().toMillis() / 1000.0,
                ledger.excused(),
                ledger.reconnected(),
                result.atFirst(),
                result.afterwards());
    System.out.print("Soak: " + report);
    Files.writeString(Path.of("target", "soak.txt"), report);

    assertThat(ledger.unexpected()).isEmpty();
    assertThat(ledger.excused()).as("errors while the store was away").isNotEmpty();
    assertThat(ledger.workingAgain()).isEqualTo(result.connections()).isEqualTo(200);
    assertThat(ledger.statements()).isGreaterThan(20 * result.length().toSeconds());
    assertThat(result.acknowledged()).isGreaterThan(result.length().toSeconds());
    assertThat(result.afterwards().storeConnections()).isLessThanOrEqualTo(STORE_CONNECTIONS);
    assertThat(result.afterwards().heap()).isLessThan(result.atFirst().heap() + MEGABYTES_MORE / 2);
    assertThat(result.afterwards().resident())
        .isLessThan(result.atFirst().resident() + MEGABYTES_MORE * 2);
    assertThat(LOST_REFUSAL.matcher(result.serverLog()).replaceAll(""))
        .doesNotContainPattern("\\bERROR\\b(?!:)|OutOfMemory");
  }
}
