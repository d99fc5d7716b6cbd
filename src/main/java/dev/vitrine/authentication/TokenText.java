package dev.vitrine.authentication;

import java.util.Optional;
import java.util.regex.Pattern;

/** The text of a personal access token. Prints as asterisks. */
public final class TokenText {
  /** So that scanners for leaked secrets, and people, know one when they see it. */
  private static final String PREFIX = "vtr_";

  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

  private final String value;

  private TokenText(String value) {
    this.value = value;
  }

  /** A new token with 256 random bits. */
  public static TokenText generate() {
    return new TokenText(PREFIX + RandomText.generate());
  }

  /** The token that a text is, if it has the form of one. */
  public static Optional<TokenText> of(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new TokenText(text)) : Optional.empty();
  }

  /** The secret itself. */
  public String value() {
    return value;
  }

  /** The stored form: SHA-256 in hexadecimal. */
  public String hash() {
    return RandomText.hash(value);
  }

  @Override
  public String toString() {
    return "********";
  }
}
