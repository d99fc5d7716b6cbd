package dev.vitrine.authentication;

import static java.util.Objects.requireNonNull;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.net.URI;
import java.util.Set;

/**
 * An identity provider (OpenID Connect) whose tokens are accepted besides the registry's own.
 *
 * @param issuer what its tokens must have as {@code iss}
 * @param audience what must be in their {@code aud}: they must have been made for this registry
 * @param keys where its public keys (JWKS) are, at an {@code https:} or {@code file:} URL
 * @param userClaim the claim that names the user of the registry
 */
public record OidcProvider(String issuer, String audience, URI keys, String userClaim) {
  private static final Set<String> SCHEMES = Set.of("https", "file");

  public OidcProvider {
    require(!issuer.isBlank(), "no issuer");
    require(!audience.isBlank(), "no audience");
    require(!userClaim.isBlank(), "no claim that names the user");
    requireNonNull(keys);
    require(
        keys.getScheme() != null && SCHEMES.contains(keys.getScheme()),
        "no https: or file: URL of its keys");
  }

  private static void require(boolean holds, String missing) {
    if (!holds) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The identity provider has " + missing + ".")
          .withHint("It needs an issuer, an audience, the URL of its keys, and a claim.");
    }
  }
}
