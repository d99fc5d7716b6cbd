package dev.vitrine.cli;

import dev.vitrine.authentication.OidcProvider;
import java.net.URI;
import picocli.CommandLine.Option;

/** The options of the identity provider whose tokens a server accepts; all or none. */
final class OidcOptions {
  @Option(
      names = "--oidc-issuer",
      paramLabel = "URL",
      required = true,
      description = {
        "Accept tokens of this OpenID Connect provider as well: what they have as issuer.",
        "The user that a token names must exist."
      })
  private String issuer;

  @Option(
      names = "--oidc-audience",
      paramLabel = "TEXT",
      required = true,
      description = "Whom its tokens must be made for.")
  private String audience;

  @Option(
      names = "--oidc-keys",
      paramLabel = "URL",
      required = true,
      description = "Where its public keys are (JWKS): an https: or file: URL.")
  private URI keys;

  @Option(
      names = "--oidc-user-claim",
      paramLabel = "CLAIM",
      defaultValue = "preferred_username",
      description = "The claim that names the user. Default: ${DEFAULT-VALUE}.")
  private String userClaim;

  OidcProvider provider() {
    return new OidcProvider(issuer, audience, keys, userClaim);
  }
}
