package dev.vitrine.authentication;

import java.util.Optional;
import java.util.regex.Pattern;

/** The text of a personal access token, or of the token of a recipient. Prints as asterisks. */
public final class TokenText {
  /** So that scanners for leaked secrets, and people, know one when they see it. */
  private static final String PREFIX = "vtr_";

  private static final String RECIPIENT_PREFIX = "vts_";
  private static final String RANDOM = "[A-Za-z0-9_-]{43}";
  private static final Pattern FORM = Pattern.compile(PREFIX + RANDOM);
  private static final Pattern RECIPIENT_FORM = Pattern.compile(RECIPIENT_PREFIX + RANDOM);

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

  /** A new token of a recipient with 256 random bits. */
  public static TokenText generateForRecipient() {
    return new TokenText(RECIPIENT_PREFIX + RandomText.generate());
  }

  /** The token of a recipient that a text is, if it has the form of one. */
  public static Optional<TokenText> ofRecipient(String text) {
    return RECIPIENT_FORM.matcher(text).matches()
        ? Optional.of(new TokenText(text))
        : Optional.empty();
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
