package dev.vitrine.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks the part of a url that lets its bearer do one thing with one file for a while.
 * It needs no other credentials and no memory: any server that shares the store can check it.
 */
public final class SignedUrls {
  /** How long a url is good for, at most. */
  public static final Duration LONGEST = Duration.ofMinutes(15);

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
    this.clock = requireNonNull(clock);
  }

  /** What may be done. */
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
   * What a url is for.
   *
   * @param detail what else belongs to it; empty if nothing does
   */
  public record Grant(Method method, long set, FilePath path, String detail) {
    public Grant {
      requireNonNull(method);
      requireNonNull(path);
      requireNonNull(detail);
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
   * The text that names an upload in parts. It lets nobody do anything by itself, and so may be
   * good for longer.
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
                grant.detail(),
                grant.path().value())
            .getBytes(UTF_8);
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString(content) + "." + encoder.encodeToString(mac(content));
  }

  /**
   * What the text was signed for.
   *
   * @throws VitrineException INSUFFICIENT_PRIVILEGES when it was not, for that method, or not
   *     lately
   */
  public Grant check(String text, Method method) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 2) {
      throw refusal("The url is not one of this server's.");
    }
    byte[] content = decode(parts[0]);
    if (!MessageDigest.isEqual(mac(content), decode(parts[1]))) {
      throw refusal("The url is not one of this server's.");
    }
    String[] fields = new String(content, UTF_8).split("\n", 5);
    if (!fields[0].equals(method.name())) {
      throw refusal("The url is not for this.");
    }
    if (clock.instant().getEpochSecond() >= Long.parseLong(fields[2])) {
      throw refusal("The url has expired.");
    }
    return new Grant(method, Long.parseLong(fields[1]), new FilePath(fields[4]), fields[3]);
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException exception) {
      throw refusal("The url is not one of this server's.");
    }
  }

  private byte[] mac(byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(content);
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("every Java has " + ALGORITHM, exception);
    }
  }

  private static VitrineException refusal(String problem) {
    return new VitrineException(ErrorCode.INSUFFICIENT_PRIVILEGES, problem)
        .withHint("Ask for a new one.");
  }
}
