package dev.vitrine.authentication.scram;

import dev.vitrine.error.VitrineException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One sign-in with SCRAM: the client proves that it has the password, without sending it, and the
 * server proves that it has the verifier. For one thread.
 */
public final class ScramExchange {
  /** Without channel binding. */
  static final String PLAIN = "SCRAM-SHA-256";

  /** With channel binding to the server's certificate. */
  static final String PLUS = "SCRAM-SHA-256-PLUS";

  /** Random bytes of the server's nonce; as PostgreSQL's (SCRAM_RAW_NONCE_LEN). */
  private static final int NONCE_BYTES = 18;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** The last message of a client; a proof has 32 bytes. */
  private static final Pattern FINAL =
      Pattern.compile("(c=([^,]*),r=([^,]*)(?:,.*)?),p=([A-Za-z0-9+/]{43}=)", Pattern.DOTALL);

  private final ClientFirst first;
  private final ScramVerifier verifier;
  private final String nonce;
  private final String challenge;
  private String serverFinal = "";

  private ScramExchange(ClientFirst first, ScramVerifier verifier, String serverNonce) {
    this.first = first;
    this.verifier = verifier;
    this.nonce = first.nonce() + serverNonce;
    this.challenge = "r=" + nonce + ",s=" + verifier.saltText() + ",i=" + verifier.iterations();
  }

  /**
   * The mechanisms that are offered.
   *
   * @param endPoint hash of the server's certificate; empty if channel binding is not offered
   */
  public static List<String> mechanisms(byte[] endPoint) {
    return endPoint.length > 0 ? List.of(PLUS, PLAIN) : List.of(PLAIN);
  }

  /**
   * Begins with the first message of a client.
   *
   * @param endPoint hash of the server's certificate; empty if channel binding is not offered
   * @throws VitrineException PROTOCOL_VIOLATION when the message is malformed or the mechanism is
   *     not offered, UNSUPPORTED_FEATURE for unknown extensions, AUTHENTICATION_FAILED when the
   *     offered channel binding did not reach the client
   */
  public static ScramExchange begin(
      String mechanism, String clientFirst, byte[] endPoint, ScramVerifier verifier) {
    byte[] random = new byte[NONCE_BYTES];
    RANDOM.nextBytes(random);
    String serverNonce = Base64.getEncoder().encodeToString(random);
    return begin(ClientFirst.parse(mechanism, clientFirst, endPoint), verifier, serverNonce);
  }

  static ScramExchange begin(ClientFirst first, ScramVerifier verifier, String serverNonce) {
    return new ScramExchange(first, verifier, serverNonce);
  }

  /** The first message of the server. */
  public String challenge() {
    return challenge;
  }

  /**
   * Reads the last message of the client.
   *
   * @return the key that its proof contains, which is not verified yet
   * @throws VitrineException PROTOCOL_VIOLATION when it is malformed, belongs to another exchange
   *     or has another channel binding
   */
  public RecoveredKey recover(String clientFinal) {
    Matcher parts = FINAL.matcher(clientFinal);
    if (!parts.matches()
        || !parts.group(2).equals(first.binding())
        || !parts.group(3).equals(nonce)) {
      throw ClientFirst.malformed();
    }
    String signed = first.bare() + "," + challenge + "," + parts.group(1);
    byte[] key = ScramKeys.hmac(verifier.storedKey(), signed);
    byte[] proof = Base64.getDecoder().decode(parts.group(4));
    for (int i = 0; i < key.length; i++) {
      key[i] ^= proof[i];
    }
    serverFinal =
        "v=" + Base64.getEncoder().encodeToString(ScramKeys.hmac(verifier.serverKey(), signed));
    return new RecoveredKey(verifier, key);
  }

  /** The last message of the server, to be sent when the client's key is verified. */
  public String serverFinal() {
    return serverFinal;
  }
}
