package dev.vitrine.share;

import java.time.Duration;

/** Bounds on the responses of a provider. A provider that exceeds one is refused. */
final class ShareLimits {
  /** Shares of a provider that are listed; the protocol has no more. */
  static final int SHARES = 1_000;

  /** Models of a share. */
  static final int MODELS = 1_000;

  /** Versions of a share. */
  static final int VERSIONS = 20_000;

  /** Files of all versions of a share. */
  static final int FILES = 200_000;

  /** Bytes of one response of JSON; pages have 4 MiB, unless one version has more. */
  static final int RESPONSE_BYTES = 8 << 20;

  /** Bytes of all responses of one refresh. */
  static final long REFRESH_BYTES = 64L << 20;

  /** Time for all requests of one refresh. */
  static final Duration REFRESH = Duration.ofMinutes(5);

  /** Time for a connection. */
  static final Duration CONNECT = Duration.ofSeconds(5);

  /** Time for one request of JSON, and without a byte of a file. */
  static final Duration REQUEST = Duration.ofSeconds(30);

  /** Time for one file. */
  static final Duration FILE = Duration.ofHours(1);

  /** Characters of a page token or a revision. */
  static final int TOKEN = 1_000;

  private ShareLimits() {}
}
