package dev.vitrine.cli.server;

import dev.vitrine.authentication.OidcClient;
import dev.vitrine.authentication.OidcProvider;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of the identity provider whose tokens a server accepts. */
final class OidcOptions {
  @Option(
      names = "--oidc-issuer",
      paramLabel = "URL",
      description =
          "Also accept tokens of an OpenID Connect provider whose `iss` claim is this URL."
              + " Requires --oidc-audience and --oidc-keys.")
  private Optional<String> issuer = Optional.empty();

  @Option(
      names = "--oidc-audience",
      paramLabel = "TEXT",
      description = "Required value of the `aud` claim.")
  private Optional<String> audience = Optional.empty();

  @Option(
      names = "--oidc-keys",
      paramLabel = "URL",
      description = "https: or file: URL of the provider's public keys (JWKS).")
  private Optional<URI> keys = Optional.empty();

  @Option(
      names = "--oidc-user-claim",
      paramLabel = "CLAIM",
      defaultValue = "preferred_username",
      description = "Claim with the user name. Default: ${DEFAULT-VALUE}.")
  private String userClaim = "";

  @Option(
      names = "--oidc-create-users",
      description =
          "Create the user that a valid token names if it does not exist. Without this option,"
              + " such a token is refused.")
  private boolean createUsers;

  @Option(
      names = "--oidc-trust-emails",
      description =
          "With --oidc-user-claim email: also accept addresses in tokens without the claim"
              + " email_verified, for providers that never send it. Without this option, only addresses"
              + " with email_verified = true are accepted.")
  private boolean trustEmails;

  @Option(
      names = "--oidc-groups-claim",
      paramLabel = "CLAIM",
      description =
          "Claim with the user's groups. Groups created with CREATE GROUP ... EXTERNAL apply to"
              + " requests with the token. Without this option, group claims are ignored.")
  private Optional<String> groupsClaim = Optional.empty();

  @Option(
      names = "--oidc-admin-group",
      paramLabel = "GROUP",
      description =
          "External group whose members are admins in requests with the token. Without this"
              + " option, a claim never makes a user admin.")
  private Optional<String> adminGroup = Optional.empty();

  @Option(
      names = "--oidc-client-id",
      paramLabel = "ID",
      description =
          "Client ID of this server at the provider: people sign in to the web pages there."
              + " Register the redirect URI URL/signin/oidc/callback. Without this option, the pages"
              + " accept passwords and tokens only.")
  private Optional<String> clientId = Optional.empty();

  @Option(
      names = "--oidc-client-secret-file",
      paramLabel = "FILE",
      description = "File with the client secret. Default: a public client without a secret.")
  private Optional<Path> clientSecretFile = Optional.empty();

  private Optional<OidcClient> client() {
    if (clientId.isEmpty() && clientSecretFile.isPresent()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "--oidc-client-secret-file requires --oidc-client-id.")
          .withHint("See vitrine server --help.");
    }
    return clientId.map(id -> new OidcClient(id, clientSecretFile.map(SecretFile::read)));
  }

  /** The provider, if there is one. */
  Optional<OidcProvider> provider() {
    boolean any =
        issuer.isPresent()
            || audience.isPresent()
            || keys.isPresent()
            || client().isPresent()
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
              "--oidc-issuer, --oidc-audience and --oidc-keys must be set together.")
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
            trustEmails,
            client()));
  }
}
