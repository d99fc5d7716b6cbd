package dev.vitrine.authentication;

import dev.vitrine.authentication.scram.ScramExchange;
import dev.vitrine.authentication.scram.ScramVerifier;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.principal.LoginRow;
import dev.vitrine.store.vendor.StoreConflictException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins SCRAM exchanges. Users without a verifier and names without a user get one that always
 * fails, with a salt that stays the same, so that a client cannot find out which users exist. Safe
 * for use by several threads.
 */
public final class ScramChallenges {
  private static final Logger LOG = LoggerFactory.getLogger(ScramChallenges.class);

  /** Bytes of a secret that is made here. */
  private static final int SECRET_BYTES = 32;

  private final StoreAuthenticator users;
  private final byte[] secret;

  private ScramChallenges(StoreAuthenticator users, byte[] secret) {
    this.users = users;
    this.secret = secret;
  }

  /**
   * Challenges with the salts that all servers of the store give.
   *
   * @param users finds users by name
   */
  static ScramChallenges of(Store store, StoreAuthenticator users) {
    byte[] proposed = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(proposed);
    try (StoreTransaction transaction = store.beginSignIn()) {
      String hex =
          transaction.call(
              work -> {
                work.writing();
                String key = work.files().signingKey(HexFormat.of().formatHex(proposed));
                work.commit();
                return key;
              });
      return new ScramChallenges(users, HexFormat.of().parseHex(hex));
    } catch (StoreConflictException conflict) {
      LOG.debug("Another server made the secret concurrently", conflict);
      return of(store, users);
    }
  }

  /**
   * Begins an exchange with the first message of a client.
   *
   * @param user name of the user, who need not exist
   * @param endPoint hash of the server's certificate; empty if channel binding is not offered
   * @throws dev.vitrine.error.VitrineException as {@link ScramExchange#begin}
   */
  public ScramExchange begin(String user, String mechanism, String clientFirst, byte[] endPoint) {
    String key = new LoginAttempt(user, LoginSource.UNKNOWN).userKey();
    ScramVerifier decoy = ScramVerifier.decoy(secret, key, PasswordHashes.scramIterations());
    ScramVerifier verifier =
        users.find(user).flatMap(LoginRow::scramVerifier).map(ScramVerifier::parse).orElse(decoy);
    return ScramExchange.begin(mechanism, clientFirst, endPoint, verifier);
  }
}
