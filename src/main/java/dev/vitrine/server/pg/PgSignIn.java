package dev.vitrine.server.pg;

import dev.vitrine.authentication.Authenticated;
import dev.vitrine.authentication.Bearer;
import dev.vitrine.authentication.Credentials;
import dev.vitrine.authentication.Password;
import dev.vitrine.authentication.ScramChallenges;
import dev.vitrine.authentication.StoreAuthenticator;
import dev.vitrine.authentication.TokenText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.RemoteUser;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Authenticates clients: by SCRAM, or by password or token, which both come as the password. Safe
 * for use by several threads.
 */
final class PgSignIn {
  /** The user name with which a token is sent when the user is not named. */
  private static final String TOKEN_USER = "token";

  /** The form of a token of an identity provider: a JWT. */
  private static final Pattern JWT =
      Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

  private final StoreAuthenticator authenticator;
  private final Optional<ScramChallenges> challenges;

  PgSignIn(StoreAuthenticator authenticator, PgAuthentication method) {
    this.authenticator = authenticator;
    this.challenges =
        switch (method) {
          case PASSWORD -> Optional.empty();
          case SCRAM -> Optional.of(authenticator.scramChallenges());
        };
  }

  /** The dialogue of a sign-in with SCRAM; empty if clients send the password. */
  Optional<SaslDialogue> scram(PgChannel channel, String user) {
    return challenges.map(begun -> new SaslDialogue(channel, begun, user));
  }

  static Credentials credentials(String user, String secret) {
    return TokenText.of(secret).isPresent() || JWT.matcher(secret).matches()
        ? new Bearer(secret)
        : new Password(user, secret);
  }

  /**
   * The user with these credentials.
   *
   * @param name of the user in the startup message
   * @throws VitrineException AUTHENTICATION_FAILED when they are invalid, or are a token of another
   *     user
   */
  RemoteUser user(String name, Credentials credentials, InetAddress peer) {
    Authenticated user = authenticator.from(peer).authenticate(credentials);
    if (!name.equalsIgnoreCase(user.user()) && !name.equals(TOKEN_USER)) {
      throw new VitrineException(
              ErrorCode.AUTHENTICATION_FAILED, "The token belongs to another user.")
          .withHint("Connect as the user of the token, or as '" + TOKEN_USER + "'.");
    }
    return new RemoteUser(
        user.userId(), user.user(), user.claims(), user.proof(), peer.getHostAddress());
  }
}
