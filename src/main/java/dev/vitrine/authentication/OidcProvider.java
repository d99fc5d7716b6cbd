package dev.vitrine.authentication;

import static java.util.Objects.requireNonNull;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * An identity provider (OpenID Connect) whose tokens are accepted besides the registry's own.
 *
 * @param issuer what its tokens must have as {@code iss}
 * @param audience what must be in their {@code aud}: they must have been made for this registry
 * @param keys where its public keys (JWKS) are, at an {@code https:} or {@code file:} URL
 * @param userClaim the claim that names the user of the registry
 * @param groupsClaim the claim that names external groups that the user is in, if one does
 * @param adminGroup the external group whose members are admin; nobody is by a claim without it
 * @param createsUsers whether a user that is not there yet is made
 * @param trustsEmails whether an address of a token counts as verified that has no {@code
 *     email_verified}; one that says false never does
 */
public record OidcProvider(
    String issuer,
    String audience,
    URI keys,
    String userClaim,
    Optional<String> groupsClaim,
    Optional<String> adminGroup,
    boolean createsUsers,
    boolean trustsEmails) {
  private static final Set<String> SCHEMES = Set.of("https", "file");

  public OidcProvider {
    require(!issuer.isBlank(), "no issuer");
    require(!audience.isBlank(), "no audience");
    require(!userClaim.isBlank(), "no claim that names the user");
    requireNonNull(keys);
    require(
        keys.getScheme() != null && SCHEMES.contains(keys.getScheme()),
        "no https: or file: URL of its keys");
    require(
        adminGroup.isEmpty() || groupsClaim.isPresent(),
        "a group of admins and no claim that names groups");
  }

  /** One whose tokens name users only, who must be there. */
  public OidcProvider(String issuer, String audience, URI keys, String userClaim) {
    this(issuer, audience, keys, userClaim, Optional.empty(), Optional.empty(), false, false);
  }

  /** The same, of whose tokens a claim names groups. */
  public OidcProvider withGroups(String claim, Optional<String> admins) {
    return new OidcProvider(
        issuer, audience, keys, userClaim, Optional.of(claim), admins, createsUsers, trustsEmails);
  }

  /** The same, for whose users accounts are made. */
  public OidcProvider creatingUsers() {
    return new OidcProvider(
        issuer, audience, keys, userClaim, groupsClaim, adminGroup, true, trustsEmails);
  }

  /** The same, whose tokens have verified addresses only and do not say so. */
  public OidcProvider trustingEmails() {
    return new OidcProvider(
        issuer, audience, keys, userClaim, groupsClaim, adminGroup, createsUsers, true);
  }

  private static void require(boolean holds, String missing) {
    if (!holds) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The identity provider has " + missing + ".")
          .withHint("It needs an issuer, an audience, the URL of its keys, and a claim.");
    }
  }
}
