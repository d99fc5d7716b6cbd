package dev.vitrine.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.artifact.blob.StorageRoot;
import dev.vitrine.catalog.FileRight;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Creates and verifies the signed part of URLs. The bearer of a URL can use one method on one file
 * until the URL expires, and only while the user for whom it was issued has the privilege.
 * Verification is stateless: every server of the store can do it.
 */
public final class SignedUrls {
  /** Validity of a signed URL. */
  public static final Duration LONGEST = Duration.ofMinutes(15);

  /** Lines of the signed text; earlier releases had fewer. */
  private static final int FIELDS = 6;

  /** Bytes of an HMAC-SHA-256 key. */
  private static final int KEY_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final Clock clock;

  /** With the key of the registry that the files are of. */
  public SignedUrls(FileStorage files, Clock clock) {
    byte[] proposed = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(proposed);
    String hex = files.signingKey(HexFormat.of().formatHex(proposed));
    this.key = new SecretKeySpec(HexFormat.of().parseHex(hex), ALGORITHM);
    this.clock = clock;
  }

  /** The permitted use. */
  public enum Method {
    GET,
    PUT,
    /** Send a part of a file that is sent in several. */
    PART,
    /** Give up a file that is sent in several. */
    ABORT,
    /** Send a file in several parts. */
    PARTS
  }

  /**
   * The use that a URL permits.
   *
   * @param right privilege that the user must still have when the URL is used
   * @param detail additional signed text; may be empty
   */
  public record Grant(Method method, FileRight right, long set, FilePath path, String detail) {
    public Grant {
      if (detail.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("a detail is one line");
      }
    }
  }

  /** The text, all of which may stand in a path or a query as it is. */
  public String sign(Grant grant) {
    return sign(grant, LONGEST);
  }

  /**
   * The text that identifies an upload in parts. It grants no access, so its validity is longer.
   */
  public String name(Grant grant) {
    return sign(grant, StorageRoot.LONGEST_UPLOAD);
  }

  private String sign(Grant grant, Duration lifetime) {
    long expires = clock.instant().plus(lifetime).getEpochSecond();
    byte[] content =
        String.join(
                "\n",
                grant.method().name(),
                Long.toString(grant.set()),
                Long.toString(expires),
                text(grant.right()),
                grant.detail(),
                grant.path().value())
            .getBytes(UTF_8);
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString(content) + "." + encoder.encodeToString(mac(content));
  }

  private static String text(FileRight right) {
    String claimed =
        right.claimed().stream().map(id -> Long.toString(id)).collect(Collectors.joining(","));
    return String.join(
        " ",
        Long.toString(right.userId()),
        Long.toString(right.modelId()),
        Long.toString(right.version()),
        right.claimsAdmin() ? "1" : "0",
        claimed);
  }

  private static FileRight right(String text) {
    String[] fields = text.split(" ", -1);
    List<Long> claimed =
        fields[4].isEmpty()
            ? List.of()
            : Arrays.stream(fields[4].split(",", -1)).map(Long::valueOf).toList();
    return new FileRight(
        Long.parseLong(fields[0]),
        claimed,
        fields[3].equals("1"),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]));
  }

  /** The error of an expired URL. A URL whose privilege was revoked gets the same error. */
  public static VitrineException expired() {
    return refusal("The URL has expired.");
  }

  /**
   * The use that the text was signed for. The caller must check that the privilege still holds.
   *
   * @throws VitrineException INSUFFICIENT_PRIVILEGES when the signature is invalid, expired, or for
   *     another method
   */
  public Grant check(String text, Method method) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 2) {
      throw refusal("The URL was not issued by this server.");
    }
    byte[] content = decode(parts[0]);
    if (!MessageDigest.isEqual(mac(content), decode(parts[1]))) {
      throw refusal("The URL was not issued by this server.");
    }
    String[] fields = new String(content, UTF_8).split("\n", FIELDS);
    if (fields.length != FIELDS) {
      throw refusal("The URL was not issued by this server.");
    }
    if (!fields[0].equals(method.name())) {
      throw refusal("The signed URL does not allow this request.");
    }
    if (clock.instant().getEpochSecond() >= Long.parseLong(fields[2])) {
      throw expired();
    }
    return new Grant(
        method, right(fields[3]), Long.parseLong(fields[1]), new FilePath(fields[5]), fields[4]);
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException exception) {
      throw refusal("The URL was not issued by this server.");
    }
  }

  private byte[] mac(byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(content);
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("every JRE supports " + ALGORITHM, exception);
    }
  }

  private static VitrineException refusal(String problem) {
    return new VitrineException(ErrorCode.INSUFFICIENT_PRIVILEGES, problem)
        .withHint("Request a new URL.");
  }
}
