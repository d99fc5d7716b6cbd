package dev.vitrine.authentication.scram;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of SCRAM-SHA-256, without channel binding. */
public final class ScramClient {
  private static final Pattern CHALLENGE = Pattern.compile("r=([^,]+),s=([^,]+),i=(\\d+)");

  /**
   * Salted passwords, which clients may keep (RFC 5802, section 5.1): each takes thousands of
   * hashes, and tests guess the same passwords of the same users again.
   */
  private static final Map<String, byte[]> SALTED = new ConcurrentHashMap<>();

  private final String password;
  private final String bare;

  /** A client with a new nonce. */
  public ScramClient(String password) {
    this(password, "", UUID.randomUUID().toString());
  }

  ScramClient(String password, String user, String nonce) {
    this.password = password;
    this.bare = "n=" + user + ",r=" + nonce;
  }

  /** The first message. */
  public String first() {
    return "n,," + bare;
  }

  /** The last message. */
  public String last(String challenge) throws Exception {
    Matcher parts = CHALLENGE.matcher(challenge);
    if (!parts.matches()) {
      throw new IllegalStateException(challenge);
    }
    String key = parts.group(2) + " " + parts.group(3) + " " + password;
    byte[] salted = SALTED.get(key);
    if (salted == null) {
      salted = salted(parts.group(2), Integer.parseInt(parts.group(3)));
      SALTED.put(key, salted);
    }
    return last(challenge, parts.group(1), salted);
  }

  private byte[] salted(String salt, int iterations) throws Exception {
    PBEKeySpec spec =
        new PBEKeySpec(password.toCharArray(), Base64.getDecoder().decode(salt), iterations, 256);
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
  }

  private String last(String challenge, String nonce, byte[] salted) throws Exception {
    byte[] key = hmac(salted, "Client Key");
    String end = "c=biws,r=" + nonce;
    byte[] stored = MessageDigest.getInstance("SHA-256").digest(key);
    byte[] proof = hmac(stored, bare + "," + challenge + "," + end);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= key[i];
    }
    return end + ",p=" + Base64.getEncoder().encodeToString(proof);
  }

  private static byte[] hmac(byte[] key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
