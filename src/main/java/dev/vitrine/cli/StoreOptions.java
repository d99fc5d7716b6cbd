package dev.vitrine.cli;

import dev.vitrine.session.EngineSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How a server uses its store. */
final class StoreOptions {
  @Option(
      names = "--store-connections",
      paramLabel = "N",
      defaultValue = "32",
      description = {
        "The number of connections to the store, at least 8, for statements. A user holds at most a",
        "quarter of them at a time; a sixteenth is reserved for signing in, a sixteenth for metastore",
        "admins, and one for /health. Beyond that, statements wait for 2 to 10 s and are then",
        "refused. The server opens 3 more: 2 for the audit trail, and 1 to watch the store.",
        "Default: ${DEFAULT-VALUE}."
      })
  private int connections;

  @Option(
      names = "--idle-transaction-seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = {
        "Roll back a transaction, and close a half-read result set, that holds a connection to the",
        "store without using it for so long; 0 is no limit. Default: ${DEFAULT-VALUE}."
      })
  private int idleTransactionSeconds;

  /** Whether each number is in its range. */
  boolean inRange() {
    return connections >= EngineSettings.LEAST_CONNECTIONS && idleTransactionSeconds >= 0;
  }

  /** The settings that these options give. */
  EngineSettings settings() {
    return EngineSettings.DEFAULT
        .withConnections(connections)
        .withIdleTransaction(Duration.ofSeconds(idleTransactionSeconds));
  }
}
