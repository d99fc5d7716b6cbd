package dev.vitrine.cli.shell;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Refuses arguments and environment variables that Java could not decode: with {@code LC_ALL=C} it
 * replaces every byte that is not ASCII, and the replacement characters would be stored.
 */
public final class LocaleCheck {
  private static final char REPLACEMENT = '\uFFFD';
  private static final String PREFIX = "VITRINE_";

  private final String encoding;

  /**
   * @param encoding the name of the encoding in which Java decodes arguments
   */
  LocaleCheck(String encoding) {
    this.encoding = encoding;
  }

  /** The locale and encodings of this process. */
  public static LocaleCheck ofThisProcess() {
    return new LocaleCheck(System.getProperty("sun.jnu.encoding", UTF_8.name()));
  }

  /**
   * Checks arguments and variables of this product.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when one of them was not decoded
   */
  public void require(Map<String, String> environment, String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      require("Argument " + (i + 1), arguments[i]);
    }
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            require("The environment variable " + name, value);
          }
        });
  }

  /**
   * Checks one text.
   *
   * @param what names it in the error, which does not show the text: it may be a password
   */
  public void require(String what, String text) {
    if (text.indexOf(REPLACEMENT) >= 0 && !encoding.equalsIgnoreCase(UTF_8.name())) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              what + " has characters that the locale's encoding, " + encoding + ", does not have.")
          .withHint("Set a locale with UTF-8, for example LC_ALL=C.UTF-8.");
    }
  }

  /**
   * The path of a file that a script names.
   *
   * @throws IOException when no file can have this name, or none in this locale; the message is for
   *     the user
   */
  static Path path(String name) throws IOException {
    try {
      return Path.of(name);
    } catch (InvalidPathException exception) {
      throw new IOException(
          "No file can have the name "
              + name
              + " in this locale; with LC_ALL=C.UTF-8, names can have all letters",
          exception);
    }
  }

  /** The encoding of a terminal; one without a locale is taken for UTF-8. */
  static Charset ofTerminal() {
    Charset known = Charset.defaultCharset();
    return known.equals(US_ASCII) ? UTF_8 : known;
  }
}
