package dev.vitrine.store.principal;

import java.util.Optional;

/**
 * The credentials of a login.
 *
 * @param tokenId ID of a personal access token; empty for every other kind
 * @param version the version of the user's credentials at that time
 */
public record LoginCredentials(Kind kind, Optional<Long> tokenId, long version) {
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

  /** A proof other than a personal access token. */
  public static LoginCredentials of(Kind kind, long version) {
    return new LoginCredentials(kind, Optional.empty(), version);
  }

  /** A personal access token. */
  public static LoginCredentials ofToken(long tokenId, long version) {
    return new LoginCredentials(Kind.TOKEN, Optional.of(tokenId), version);
  }
}
