package dev.vitrine.artifact;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.UnicodeReader;

/**
 * The relevant content of the file MLmodel.
 *
 * @param signature JSON texts by part: inputs, outputs, params; empty without a signature
 * @param loggedModelId ID of MLflow's logged model
 */
public record ModelDescription(Map<String, String> signature, Optional<String> loggedModelId) {
  /** Its path in a version. */
  public static final FilePath PATH = new FilePath("MLmodel");

  /** The largest MLmodel that is read, in bytes. A larger one is refused before it is parsed. */
  public static final int MOST_BYTES = 1 << 20;

  public ModelDescription {
    signature = Map.copyOf(signature);
  }

  /**
   * Reads it as a sequence of YAML events, so that time and memory are linear in the size: no
   * numbers, dates, aliases or nested objects are built from the content.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is not YAML, larger than {@link
   *     #MOST_BYTES}, or nested too deep
   */
  public static ModelDescription read(InputStream bytes) throws IOException {
    byte[] content = bytes.readNBytes(MOST_BYTES + 1);
    requireSize(content.length);
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_BYTES);
    Yaml yaml = new Yaml(new SafeConstructor(options));
    try {
      return ModelDescriptionEvents.read(
          yaml.parse(new UnicodeReader(new ByteArrayInputStream(content))));
    } catch (YAMLException exception) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The file MLmodel is not a valid MLflow model file.")
          .withCause(exception)
          .withHint("Log the model with MLflow, which creates the file.");
    }
  }

  /**
   * Checks the size of an MLmodel before any of it is read.
   *
   * @param size in bytes
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is larger than {@link #MOST_BYTES}
   */
  public static void requireSize(long size) {
    if (size > MOST_BYTES) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The file MLmodel is larger than " + (MOST_BYTES >> 20) + " MiB.")
          .withHint("Remove large metadata or input examples, and upload it again.");
    }
  }

  /** For a version without the file. */
  public static ModelDescription none() {
    return new ModelDescription(Map.of(), Optional.empty());
  }

  /** Whether the signature has inputs and outputs, which governed models require. */
  public boolean isSigned() {
    return signature.containsKey("inputs") && signature.containsKey("outputs");
  }
}
