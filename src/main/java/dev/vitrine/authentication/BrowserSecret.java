package dev.vitrine.authentication;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The secret of a browser session, the value of its cookie. Its form differs from that of a
 * personal access token, so neither is accepted in the place of the other. Prints as asterisks.
 */
public final class BrowserSecret {
  /** Scanners for leaked secrets find the secret by it. */
  private static final String PREFIX = "vts_";

  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

  private final String value;

  private BrowserSecret(String value) {
    this.value = value;
  }

  /** A new secret with 256 random bits. */
  static BrowserSecret generate() {
    return new BrowserSecret(PREFIX + RandomText.generate());
  }

  /** The secret in a text; empty if the text does not have the form of one. */
  static Optional<BrowserSecret> of(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new BrowserSecret(text)) : Optional.empty();
  }

  /** The value of the cookie. */
  public String value() {
    return value;
  }

  /** The stored form: SHA-256 in hexadecimal. */
  String hash() {
    return RandomText.hash(value);
  }

  @Override
  public String toString() {
    return "********";
  }
}
