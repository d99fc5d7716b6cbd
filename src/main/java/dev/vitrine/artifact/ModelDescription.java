package dev.vitrine.artifact;

import static java.util.Objects.requireNonNull;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What the file MLmodel says of the model beside it.
 *
 * @param signature JSON texts by what they describe: inputs, outputs, params; empty if there is
 *     none
 * @param loggedModelId what MLflow calls the model
 */
public record ModelDescription(Map<String, String> signature, Optional<String> loggedModelId) {
  /** Where it is among the files of a version. */
  public static final FilePath PATH = new FilePath("MLmodel");

  private static final int MOST_BYTES = 16 << 20;

  public ModelDescription {
    signature = Map.copyOf(signature);
    requireNonNull(loggedModelId);
  }

  /**
   * Reads it. Only plain maps, lists and texts are made of what the file says.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is not YAML, or too large
   */
  public static ModelDescription read(InputStream bytes) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_BYTES);
    options.setMaxAliasesForCollections(50);
    try {
      Object document = new Yaml(new SafeConstructor(options)).load(bytes);
      return document instanceof Map<?, ?> map ? of(map) : none();
    } catch (YAMLException exception) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The file MLmodel is not one of MLflow's.")
          .withCause(exception)
          .withHint("Log the model with MLflow, which writes it.");
    }
  }

  /** Of a version that has no such file. */
  public static ModelDescription none() {
    return new ModelDescription(Map.of(), Optional.empty());
  }

  private static ModelDescription of(Map<?, ?> document) {
    Map<String, String> signature = new LinkedHashMap<>();
    if (document.get("signature") instanceof Map<?, ?> parts) {
      for (String part : new String[] {"inputs", "outputs", "params"}) {
        if (parts.get(part) instanceof String text) {
          signature.put(part, text);
        }
      }
    }
    return new ModelDescription(
        signature,
        document.get("model_id") instanceof String id && !id.isEmpty()
            ? Optional.of(id)
            : Optional.empty());
  }

  /** Whether it says what goes in and what comes out, as a governed model must. */
  public boolean isSigned() {
    return signature.containsKey("inputs") && signature.containsKey("outputs");
  }
}
