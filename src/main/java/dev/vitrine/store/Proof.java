package dev.vitrine.store;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a user signed in with.
 *
 * @param tokenId of a personal access token; empty for every other kind
 * @param version how often the user's credentials had been changed then
 */
public record Proof(Kind kind, Optional<Long> tokenId, long version) {
  /** A kind of credential. */
  public enum Kind {
    /** None: a process that opens the store itself is trusted. */
    EMBEDDED,
    PASSWORD,
    /** A personal access token. */
    TOKEN,
    /** A token of an identity provider. */
    IDENTITY
  }

  public Proof {
    requireNonNull(kind);
    requireNonNull(tokenId);
  }

  /** A proof that is no personal access token. */
  public static Proof of(Kind kind, long version) {
    return new Proof(kind, Optional.empty(), version);
  }

  /** A personal access token. */
  public static Proof ofToken(long tokenId, long version) {
    return new Proof(Kind.TOKEN, Optional.of(tokenId), version);
  }
}
