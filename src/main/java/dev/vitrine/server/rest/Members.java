package dev.vitrine.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.error.VitrineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The members of a JSON object of a request. A member of another type than the one asked for is an
 * error that names it: treating it as missing would make the server confirm a change that it has
 * not made. A member that is null counts as missing.
 */
public final class Members {
  /** Elements of one list, each of which is a change. */
  private static final int MOST_ELEMENTS = 1_000;

  private final ObjectNode object;
  private final String prefix;

  private Members(ObjectNode object, String prefix) {
    this.object = object;
    this.prefix = prefix;
  }

  /** The members of a body, or of a JSON object in a string. */
  public static Members of(ObjectNode object) {
    return new Members(object, "");
  }

  /** The object itself. */
  public ObjectNode node() {
    return object;
  }

  /** Whether there is a member that is not null. */
  public boolean has(String name) {
    return object.hasNonNull(name);
  }

  private Optional<JsonNode> find(String name) {
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }

  /**
   * A text.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if it is not a string
   */
  public Optional<String> text(String name) {
    return find(name).map(node -> text(node, name));
  }

  private String text(JsonNode node, String name) {
    if (!node.isTextual()) {
      throw mistyped(name, "a string");
    }
    return node.textValue();
  }

  /**
   * A text that is there and not empty.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if it is not
   */
  public String required(String name) {
    return text(name).filter(text -> !text.isEmpty()).orElseThrow(() -> missing(name));
  }

  private VitrineException missing(String name) {
    return Exchange.invalid("'" + prefix + name + "' is missing.");
  }

  /**
   * An identifier, which clients send as a string or as a whole number.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if it is neither
   */
  public Optional<String> id(String name) {
    return find(name)
        .map(
            node -> {
              if (!node.isTextual() && !node.isIntegralNumber()) {
                throw mistyped(name, "a string or a whole number");
              }
              return node.asText();
            });
  }

  /**
   * The same of one that is there and not empty.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if it is not
   */
  public String requiredId(String name) {
    return id(name).filter(text -> !text.isEmpty()).orElseThrow(() -> missing(name));
  }

  /**
   * A whole number, which clients send as a number or in a string.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if it is neither
   */
  public Optional<Long> number(String name) {
    return find(name)
        .filter(node -> !node.isTextual() || !node.textValue().isEmpty())
        .map(
            node -> {
              if (!node.isTextual() && !node.isIntegralNumber()) {
                throw mistyped(name, "a whole number");
              }
              return number(prefix + name, node.asText());
            });
  }

  /**
   * A whole number that is there.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if it is not
   */
  public long requiredNumber(String name) {
    return number(name).orElseThrow(() -> missing(name));
  }

  /**
   * A number that is there, which clients send as a number or in a string.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if it is not
   */
  public double requiredDecimal(String name) {
    JsonNode node = find(name).orElseThrow(() -> missing(name));
    if (!node.isTextual() && !node.isNumber()) {
      throw mistyped(name, "a number");
    }
    try {
      return Double.parseDouble(node.asText());
    } catch (NumberFormatException exception) {
      throw mistyped(name, "a number").withCause(exception);
    }
  }

  /** A whole number of a text. */
  public static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException exception) {
      throw Exchange.invalid("'" + name + "' must be a whole number.").withCause(exception);
    }
  }

  /**
   * A boolean, which clients send as such or in a string.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if it is neither
   */
  public Optional<Boolean> flag(String name) {
    return find(name)
        .map(
            node -> {
              if (!node.isTextual() && !node.isBoolean()) {
                throw mistyped(name, "true or false");
              }
              return flag(prefix + name, node.asText());
            });
  }

  /** A boolean of a text. */
  static boolean flag(String name, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Exchange.invalid("'" + name + "' must be true or false.");
    };
  }

  /**
   * An object.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if it is something else
   */
  public Optional<Members> object(String name) {
    return find(name).map(node -> object(node, name));
  }

  private Members object(JsonNode node, String name) {
    if (!(node instanceof ObjectNode members)) {
      throw mistyped(name, "an object");
    }
    return new Members(members, prefix + name + ".");
  }

  /**
   * An object that is there.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if it is not
   */
  public Members requiredObject(String name) {
    return object(name).orElseThrow(() -> missing(name));
  }

  /**
   * A list of texts; empty if it is missing.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if it is something else, or too long
   */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list(name, MOST_ELEMENTS)) {
      texts.add(text(element, name + "[" + texts.size() + "]"));
    }
    return texts;
  }

  /**
   * A list of objects; empty if it is missing.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if it is something else, or has more than
   *     1,000 elements
   */
  public List<Members> objects(String name) {
    return objects(name, MOST_ELEMENTS);
  }

  /**
   * A list of at most {@code most} objects; empty if it is missing.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if it is something else, or too long
   */
  public List<Members> objects(String name, int most) {
    List<Members> objects = new ArrayList<>();
    for (JsonNode element : list(name, most)) {
      objects.add(object(element, name + "[" + objects.size() + "]"));
    }
    return objects;
  }

  /**
   * An object whose members are all texts.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if it is something else
   */
  public Optional<ObjectNode> map(String name) {
    Optional<Members> map = object(name);
    map.ifPresent(members -> members.object.fieldNames().forEachRemaining(members::text));
    return map.map(Members::node);
  }

  private Iterable<JsonNode> list(String name, int most) {
    JsonNode list = find(name).orElse(null);
    if (list == null) {
      return List.of();
    }
    if (!list.isArray()) {
      throw mistyped(name, "a list");
    }
    if (list.size() > most) {
      throw Exchange.invalid("'" + prefix + name + "' has more than " + most + " elements.");
    }
    return list;
  }

  private VitrineException mistyped(String name, String type) {
    return Exchange.invalid("'" + prefix + name + "' must be " + type + ".");
  }
}
