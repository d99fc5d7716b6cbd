package dev.vitrine.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Arrays;

/**
 * The path of a file in a version. It is only a key of rows, never a path in the server's file
 * system; but clients turn it into paths, which must stay in their directory.
 *
 * @param value parts separated by slashes, none of them empty, {@code .} or {@code ..}
 */
public record FilePath(String value) {
  /** Maximum bytes of a path in UTF-8; the column has 2,000 characters. */
  private static final int MOST_BYTES = 2_000;

  /**
   * @throws VitrineException INVALID_PARAMETER_VALUE when the path is invalid
   */
  public FilePath {
    boolean proper =
        StorableText.flaw(value).isEmpty()
            && value.getBytes(UTF_8).length <= MOST_BYTES
            && value.indexOf('\\') < 0
            && value.chars().noneMatch(Character::isISOControl)
            && Arrays.stream(value.split("/", -1))
                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (!proper) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The path of the file is invalid.")
          .withHint(
              "It can have at most "
                  + MOST_BYTES
                  + " bytes, and no empty part, '.', '..', backslash or control character.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
