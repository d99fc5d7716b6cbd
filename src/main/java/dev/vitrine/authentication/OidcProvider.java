package dev.vitrine.authentication;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider (OpenID Connect) whose tokens are accepted besides the registry's own.
 *
 * @param issuer required {@code iss} claim of its tokens
 * @param audience required element of the {@code aud} claim
 * @param keys {@code https:} or {@code file:} URL of its public keys (JWKS)
 * @param userClaim the claim that names the user of the registry
 * @param groupsClaim the claim with the external groups of the user, if any
 * @param adminGroup the external group whose members are admins, if any
 * @param createsUsers whether missing users are created
 * @param trustsEmails whether an address without {@code email_verified} counts as verified; one
 *     with the value false never does
 * @param client registration of this server for sign-in with a browser; empty if there is none
 */
public record OidcProvider(
    String issuer,
    String audience,
    URI keys,
    String userClaim,
    Optional<String> groupsClaim,
    Optional<String> adminGroup,
    boolean createsUsers,
    boolean trustsEmails,
    Optional<OidcClient> client) {
  private static final Set<String> SCHEMES = Set.of("https", "file");

  public OidcProvider {
    require(!issuer.isBlank(), "no issuer");
    require(!audience.isBlank(), "no audience");
    require(!userClaim.isBlank(), "no claim that names the user");
    require(
        keys.getScheme() != null && SCHEMES.contains(keys.getScheme()),
        "no https: or file: URL of its keys");
    require(
        adminGroup.isEmpty() || groupsClaim.isPresent(),
        "a group of admins and no claim that names groups");
  }

  /** A provider whose tokens name existing users only. */
  public OidcProvider(String issuer, String audience, URI keys, String userClaim) {
    this(
        issuer,
        audience,
        keys,
        userClaim,
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        Optional.empty());
  }

  /** The same, of whose tokens a claim names groups. */
  public OidcProvider withGroups(String claim, @Nullable String admins) {
    return new OidcProvider(
        issuer,
        audience,
        keys,
        userClaim,
        Optional.of(claim),
        Optional.ofNullable(admins),
        createsUsers,
        trustsEmails,
        client);
  }

  /** The same, for whose users accounts are made. */
  public OidcProvider creatingUsers() {
    return new OidcProvider(
        issuer, audience, keys, userClaim, groupsClaim, adminGroup, true, trustsEmails, client);
  }

  /** The same; addresses in tokens count as verified without the claim email_verified. */
  public OidcProvider trustingEmails() {
    return new OidcProvider(
        issuer, audience, keys, userClaim, groupsClaim, adminGroup, createsUsers, true, client);
  }

  /** The same, at which people can sign in with a browser. */
  public OidcProvider withClient(OidcClient registration) {
    return new OidcProvider(
        issuer,
        audience,
        keys,
        userClaim,
        groupsClaim,
        adminGroup,
        createsUsers,
        trustsEmails,
        Optional.of(registration));
  }

  private static void require(boolean holds, String missing) {
    if (!holds) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The identity provider has " + missing + ".")
          .withHint("It needs an issuer, an audience, the URL of its keys, and a claim.");
    }
  }
}
