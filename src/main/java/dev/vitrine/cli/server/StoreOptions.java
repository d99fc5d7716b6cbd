package dev.vitrine.cli.server;

import dev.vitrine.session.EngineSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How a server uses its store. */
final class StoreOptions {
  @Option(
      names = "--store-connections",
      paramLabel = "N",
      defaultValue = "32",
      description =
          "Number of store connections for statements, at least 8. A user can hold a quarter of them"
              + " at a time; a sixteenth is reserved for signing in, a sixteenth for metastore admins, and"
              + " one for /health. Further statements wait for 2 to 10 s and are then refused. The server"
              + " opens 3 more connections: 2 for the audit trail and 1 to check the store."
              + " Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--idle-transaction-seconds",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "Roll back a transaction, or close a half-read result set, that holds a store connection"
              + " idle for N seconds. 0 means no limit. Default: ${DEFAULT-VALUE}.")
  private int idleTransactionSeconds;

  /** Checks that each number is in its range. */
  void requireRanges() {
    OptionRange.require("--store-connections", connections, EngineSettings.LEAST_CONNECTIONS);
    OptionRange.require("--idle-transaction-seconds", idleTransactionSeconds, 0);
  }

  /** The settings that these options give. */
  EngineSettings settings() {
    return EngineSettings.DEFAULT
        .withConnections(connections)
        .withIdleTransaction(Duration.ofSeconds(idleTransactionSeconds));
  }
}
