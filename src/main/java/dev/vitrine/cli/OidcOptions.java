package dev.vitrine.cli;

import dev.vitrine.authentication.OidcProvider;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of the identity provider whose tokens a server accepts. */
final class OidcOptions {
  @Option(
      names = "--oidc-issuer",
      paramLabel = "URL",
      description = {
        "Accept tokens of this OpenID Connect provider as well: what they have as issuer.",
        "Needs --oidc-audience and --oidc-keys."
      })
  private Optional<String> issuer;

  @Option(
      names = "--oidc-audience",
      paramLabel = "TEXT",
      description = "Whom its tokens must be made for.")
  private Optional<String> audience;

  @Option(
      names = "--oidc-keys",
      paramLabel = "URL",
      description = "Where its public keys are (JWKS): an https: or file: URL.")
  private Optional<URI> keys;

  @Option(
      names = "--oidc-user-claim",
      paramLabel = "CLAIM",
      defaultValue = "preferred_username",
      description = "The claim that names the user. Default: ${DEFAULT-VALUE}.")
  private String userClaim;

  @Option(
      names = "--oidc-create-users",
      description = {
        "Make an account for a user that a valid token names and that is not there yet.",
        "Without it, such a token is refused."
      })
  private boolean createUsers;

  @Option(
      names = "--oidc-trust-emails",
      description = {
        "With --oidc-user-claim email: accept an address in a token that does not say whether",
        "it is verified, for a provider that never says so. Without it, only addresses with",
        "email_verified are accepted."
      })
  private boolean trustEmails;

  @Option(
      names = "--oidc-groups-claim",
      paramLabel = "CLAIM",
      description = {
        "The claim that names groups. Those made with CREATE GROUP ... EXTERNAL count for",
        "what is asked with the token. Without it, no claim counts."
      })
  private Optional<String> groupsClaim;

  @Option(
      names = "--oidc-admin-group",
      paramLabel = "GROUP",
      description = {
        "The external group whose members are admin for what is asked with the token.",
        "Without it, no claim makes anybody admin."
      })
  private Optional<String> adminGroup;

  /** The provider, if there is one. */
  Optional<OidcProvider> provider() {
    boolean any =
        issuer.isPresent()
            || audience.isPresent()
            || keys.isPresent()
            || createUsers
            || trustEmails
            || groupsClaim.isPresent()
            || adminGroup.isPresent();
    if (!any) {
      return Optional.empty();
    }
    if (issuer.isEmpty() || audience.isEmpty() || keys.isEmpty()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "--oidc-issuer, --oidc-audience and --oidc-keys go together.")
          .withHint("See vitrine server --help.");
    }
    return Optional.of(
        new OidcProvider(
            issuer.get(),
            audience.get(),
            keys.get(),
            userClaim,
            groupsClaim,
            adminGroup,
            createUsers,
            trustEmails));
  }
}
