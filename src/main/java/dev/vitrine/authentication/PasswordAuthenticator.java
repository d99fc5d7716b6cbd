package dev.vitrine.authentication;

import static java.util.Objects.requireNonNull;

import dev.vitrine.authentication.Credentials.Bearer;
import dev.vitrine.authentication.Credentials.Password;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Optional;

/** Checks passwords against the hashes that a registry keeps of them. */
public final class PasswordAuthenticator implements Authenticator {
  /** Compared with where there is no hash, so that unknown users take as long as known ones. */
  private static final String NOBODYS = PasswordHashes.hash("nobody has this password");

  private final Accounts accounts;
  private final VerifiedPasswords verified = new VerifiedPasswords();

  /** An authenticator of the users in {@code accounts}. */
  public PasswordAuthenticator(Accounts accounts) {
    this.accounts = requireNonNull(accounts);
  }

  @Override
  public Authenticated authenticate(Credentials credentials) {
    if (credentials instanceof Bearer) {
      throw new VitrineException(
              ErrorCode.AUTHENTICATION_FAILED, "The server does not take this token.")
          .withHint("Sign in with a user and a password.");
    }
    Password shown = (Password) credentials;
    Optional<Account> account = accounts.find(shown.user());
    Optional<String> hash = account.flatMap(Account::passwordHash);
    if (hash.isPresent() && verified.contains(shown.password(), hash.get())) {
      return signedIn(account.get());
    }
    boolean matches = PasswordHashes.matches(shown.password(), hash.orElse(NOBODYS));
    if (hash.isEmpty() || !matches) {
      accounts.refused(shown.user(), reason(account));
      throw new VitrineException(
              ErrorCode.AUTHENTICATION_FAILED, "The user or the password is wrong.")
          .withHint("A user without a password cannot sign in here; an admin can set one.");
    }
    verified.add(shown.password(), hash.get());
    return signedIn(account.get());
  }

  private static Authenticated signedIn(Account account) {
    return new Authenticated(account.userId(), account.user());
  }

  private static String reason(Optional<Account> account) {
    if (account.isEmpty()) {
      return "There is no such user.";
    }
    return account.get().passwordHash().isEmpty()
        ? "The user has no password."
        : "The password is wrong.";
  }
}
