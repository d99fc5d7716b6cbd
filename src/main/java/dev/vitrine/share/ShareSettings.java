package dev.vitrine.share;

import java.time.Duration;
import java.util.List;

/**
 * Settings of the recipient of shares.
 *
 * @param allowLoopback whether a provider may be on this machine, also with plain HTTP
 * @param allowedPrivate host names, addresses or CIDR ranges of providers that may be in a private
 *     network
 * @param refreshAfter age from which the content of a shared catalog is refreshed on access
 * @param staleFor how long cached files can be read while the provider is unreachable
 * @param cacheBytes maximum total size of cached files in bytes
 */
public record ShareSettings(
    boolean allowLoopback,
    List<String> allowedPrivate,
    Duration refreshAfter,
    Duration staleFor,
    long cacheBytes) {
  /** The settings without options. */
  public static final ShareSettings DEFAULT =
      new ShareSettings(false, List.of(), Duration.ofSeconds(60), Duration.ofHours(24), 10L << 30);

  /** Shortest age that follows from {@link #staleFor}, so that a short one causes few requests. */
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /**
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE when an allowed range is
   *     malformed
   */
  public ShareSettings {
    allowedPrivate = List.copyOf(allowedPrivate);
    allowedPrivate.stream().filter(AddressRange::isMeantBy).forEach(AddressRange::parse);
  }

  /** The same settings that allow providers on this machine. */
  public ShareSettings withLoopback() {
    return new ShareSettings(true, allowedPrivate, refreshAfter, staleFor, cacheBytes);
  }

  /** The same settings with another age of content. */
  public ShareSettings withRefreshAfter(Duration age) {
    return new ShareSettings(allowLoopback, allowedPrivate, age, staleFor, cacheBytes);
  }

  /** The same settings with another time for cached files. */
  public ShareSettings withStaleFor(Duration time) {
    return new ShareSettings(allowLoopback, allowedPrivate, refreshAfter, time, cacheBytes);
  }

  /** The same settings with another size of the cache. */
  public ShareSettings withCacheBytes(long bytes) {
    return new ShareSettings(allowLoopback, allowedPrivate, refreshAfter, staleFor, bytes);
  }

  /**
   * Age from which the provider is asked again on access. It is not longer than the time for which
   * cached files can be read without a response, or than a minute if that time is shorter.
   */
  public Duration dueAfter() {
    Duration stale = staleFor.compareTo(SHORTEST) < 0 ? SHORTEST : staleFor;
    return refreshAfter.compareTo(stale) < 0 ? refreshAfter : stale;
  }
}
