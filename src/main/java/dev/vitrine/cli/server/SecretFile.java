package dev.vitrine.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with one secret in it, so that none stands on a command line or in a configuration. */
public final class SecretFile {
  private SecretFile() {}

  /**
   * The secret: all of the file but the end of its last line.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the file cannot be read or is empty
   */
  public static String read(Path file) {
    try {
      String secret = Files.readString(file, UTF_8).stripTrailing();
      if (secret.isEmpty()) {
        throw new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, file + " is empty.")
            .withHint("The file must contain the secret and nothing else.");
      }
      return secret;
    } catch (IOException e) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The file " + file + " cannot be read.")
          .withCause(e)
          .withHint("The account of the server must be able to read it.");
    }
  }
}
