package dev.vitrine.cli.server;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.share.ShareSettings;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of the recipient of shares. */
final class ShareOptions {
  /** The longest time in hours: a year. */
  private static final int MOST_HOURS = 8_760;

  /** The longest time in seconds: a day. */
  private static final int MOST_SECONDS = 86_400;

  @Option(
      names = "--share-refresh-seconds",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "Read the share of a provider again when its catalog is accessed and its content is older"
              + " than N seconds, 1 to 86400. Default: ${DEFAULT-VALUE}.")
  private int refreshSeconds;

  @Option(
      names = "--share-stale-hours",
      paramLabel = "N",
      defaultValue = "24",
      description =
          "Serve cached files of shared models for at most N hours, 0 to 8760, while the provider is"
              + " unreachable. Default: ${DEFAULT-VALUE}.")
  private int staleHours;

  @Option(
      names = "--share-cache-bytes",
      paramLabel = "N",
      defaultValue = "10737418240",
      description =
          "Maximum total size of cached files of shared models; the least recently used are removed."
              + " Default: ${DEFAULT-VALUE} (10 GiB).")
  private long cacheBytes;

  @Option(
      names = "--share-allow-private",
      paramLabel = "HOST",
      split = ",",
      description =
          "Host names, addresses or CIDR ranges of providers in private networks. Without this"
              + " option, the server connects to public addresses only.")
  private List<String> allowPrivate = List.of();

  @Option(
      names = "--share-allow-loopback",
      description =
          "Allow providers on this machine, also with plain HTTP. For tests: a user who may create"
              + " providers can then send requests to every HTTP server of this machine.")
  private boolean allowLoopback;

  /**
   * The settings.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when a value is out of range
   */
  ShareSettings settings() {
    if (refreshSeconds < 1
        || refreshSeconds > MOST_SECONDS
        || staleHours < 0
        || staleHours > MOST_HOURS
        || cacheBytes < 0) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "A number of an option that begins with --share is out of range.")
          .withHint("See vitrine server --help.");
    }
    return new ShareSettings(
        allowLoopback,
        allowPrivate,
        Duration.ofSeconds(refreshSeconds),
        Duration.ofHours(staleHours),
        cacheBytes);
  }
}
