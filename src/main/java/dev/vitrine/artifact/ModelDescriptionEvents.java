package dev.vitrine.artifact;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Picks {@code model_id} and the parts of {@code signature} out of the YAML events of an MLmodel.
 * Everything else is skipped without being built. Used by one thread, once.
 */
final class ModelDescriptionEvents {
  /** MLflow nests less than ten deep; the scanner's work per token grows with the depth. */
  private static final int DEEPEST = 50;

  /** A longer plain scalar is a string: no null, number or boolean has that length. */
  private static final int LONGEST_PLAIN = 100;

  private static final Set<String> PARTS = Set.of("inputs", "outputs", "params");

  private final Map<String, String> signature = new LinkedHashMap<>();
  private Optional<String> loggedModelId = Optional.empty();

  /** Number of open collections. */
  private int depth;

  /** Whether the outermost open collection is a mapping. */
  private boolean inRoot;

  /** Whether the one in it is the mapping under the key {@code signature}. */
  private boolean inSignature;

  /** The key of the outermost mapping whose value comes next; empty if a key comes next. */
  private @Nullable String rootKey;

  /** The same of the signature's mapping. */
  private @Nullable String partKey;

  private ModelDescriptionEvents() {}

  /**
   * Reads the first document.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is nested deeper than {@link #DEEPEST}
   */
  static ModelDescription read(Iterable<Event> events) {
    ModelDescriptionEvents reader = new ModelDescriptionEvents();
    int documents = 0;
    for (Event event : events) {
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        throw new VitrineException(
                ErrorCode.INVALID_PARAMETER_VALUE, "The file MLmodel has more than one document.")
            .withHint("Log the model with MLflow, which creates the file.");
      }
      reader.accept(event);
    }
    return new ModelDescription(reader.signature, reader.loggedModelId);
  }

  private void accept(Event event) {
    if (event instanceof CollectionStartEvent start) {
      begin(start);
    } else if (event instanceof CollectionEndEvent) {
      end();
    } else if (event instanceof NodeEvent node) {
      // A scalar or an alias, whose anchor is not looked up.
      value(node);
    }
  }

  private void begin(CollectionStartEvent start) {
    if (++depth > DEEPEST) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The file MLmodel is nested deeper than " + DEEPEST + " levels.")
          .withHint("Log the model with MLflow, which nests less deeply.");
    }
    boolean mapping = start instanceof MappingStartEvent;
    if (depth == 1) {
      inRoot = mapping;
    } else if (depth == 2 && isRoot("signature")) {
      inSignature = mapping;
      signature.clear();
      partKey = null;
    }
  }

  private boolean isRoot(String name) {
    return inRoot && name.equals(rootKey);
  }

  private void end() {
    depth--;
    if (depth == 1) {
      inSignature = false;
      rootKey = afterCollection(rootKey);
    } else if (depth == 2 && inSignature) {
      partKey = afterCollection(partKey);
    }
  }

  /** A collection that ended was the value of a key, or else a key, which is of no interest. */
  private static @Nullable String afterCollection(@Nullable String key) {
    return key == null ? "" : null;
  }

  private void value(NodeEvent node) {
    if (depth == 1 && inRoot) {
      if (isRoot("signature")) {
        signature.clear();
      } else if (isRoot("model_id")) {
        loggedModelId = text(node).filter(id -> !id.isEmpty());
      }
      rootKey = afterNode(rootKey, node);
    } else if (depth == 2 && inSignature) {
      if (partKey != null && PARTS.contains(partKey)) {
        String part = partKey;
        text(node).ifPresentOrElse(text -> signature.put(part, text), () -> signature.remove(part));
      }
      partKey = afterNode(partKey, node);
    }
  }

  private static @Nullable String afterNode(@Nullable String key, NodeEvent node) {
    if (key != null) {
      return null;
    }
    return node instanceof ScalarEvent scalar ? scalar.getValue() : "";
  }

  /** The value if YAML takes it for a text, and not for null, a number, a boolean or a date. */
  private static Optional<String> text(NodeEvent node) {
    if (!(node instanceof ScalarEvent scalar)) {
      return Optional.empty();
    }
    String value = scalar.getValue();
    boolean plain = scalar.getImplicit().canOmitTagInPlainScalar();
    boolean text =
        scalar.getTag() != null
            ? scalar.getTag().equals(Tag.STR.getValue())
            : !plain
                || value.length() > LONGEST_PLAIN
                || new Resolver().resolve(NodeId.scalar, value, true).equals(Tag.STR);
    return text ? Optional.of(value) : Optional.empty();
  }
}
