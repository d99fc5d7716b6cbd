package dev.vitrine.artifact.blob;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A file that arrives in parts, which any server that shares the storage root may receive.
 *
 * @param id made up here
 */
public record UploadSession(String id) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  /** Maximum parts of an upload, as in S3. */
  private static final int MOST_PARTS = 10_000;

  public UploadSession {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not the ID of an upload");
    }
  }

  /** A part that has arrived, as the client names it. */
  public record Part(int number, String tag) {
    /**
     * @throws VitrineException INVALID_PARAMETER_VALUE when there can be no such part
     */
    public Part {
      if (number < 1 || number > MOST_PARTS || !ID.matcher(tag).matches()) {
        throw new VitrineException(
                ErrorCode.INVALID_PARAMETER_VALUE, "There is no part " + number + " with that tag.")
            .withHint(
                "Part numbers are from 1 to "
                    + MOST_PARTS
                    + "; use the tags that the server returned.");
      }
    }
  }

  /** A new one. */
  public static UploadSession begin() {
    return new UploadSession(random());
  }

  /** A part that is about to arrive. */
  public static Part part(int number) {
    return new Part(number, random());
  }

  public static String random() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** File name of the part under the storage root. */
  public String name(Part part) {
    return prefix() + part.number() + "." + part.tag() + BlobStore.PART;
  }

  /** Prefix of the names of its parts. */
  public String prefix() {
    return id + ".";
  }
}
