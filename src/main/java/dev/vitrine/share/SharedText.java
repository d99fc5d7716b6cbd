package dev.vitrine.share;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.catalog.Alias;
import dev.vitrine.catalog.ObjectName;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.catalog.Tag;
import dev.vitrine.error.VitrineException;
import dev.vitrine.share.ShareException.Reason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Checks texts of a provider by the rules of own objects. Errors do not repeat them. */
final class SharedText {
  /** Characters of a comment. */
  private static final int COMMENT = 65_536;

  /** UTF-16 units of a signature. */
  private static final int SIGNATURE = 1_000_000;

  /** Names of schemas that every catalog has by itself. */
  private static final Set<String> RESERVED = Set.of("information_schema");

  private SharedText() {}

  /** The name of a share, schema or model, in lower case. */
  static String name(JsonNode node) throws ShareException {
    String text = text(node, "name");
    return checked(() -> new ObjectName(text).value(), "name");
  }

  /** The name of a schema, in lower case. */
  static String schema(JsonNode node) throws ShareException {
    String name = name(node);
    if (RESERVED.contains(name)) {
      throw invalid("name");
    }
    return name;
  }

  static Optional<String> comment(JsonNode node) throws ShareException {
    return optional(node, "comment", COMMENT, true);
  }

  static Optional<String> signature(JsonNode node) throws ShareException {
    return optional(node, "signature", SIGNATURE, false);
  }

  private static Optional<String> optional(
      JsonNode node, String noun, int longest, boolean characters) throws ShareException {
    if (node.isNull() || node.isMissingNode()) {
      return Optional.empty();
    }
    String text = text(node, noun);
    int length = characters ? text.codePointCount(0, text.length()) : text.length();
    if (length > longest) {
      throw invalid(noun);
    }
    return Optional.of(text);
  }

  static Map<String, String> tags(JsonNode node) throws ShareException {
    Map<String, String> tags = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String value = text(field.getValue(), "tag");
      if (StorableText.flaw(field.getKey()).isPresent()) {
        throw invalid("tag");
      }
      Tag tag = checked(() -> new Tag(field.getKey(), value), "tag");
      tags.put(tag.key(), tag.value());
    }
    if (tags.size() > Tag.MOST_PER_OBJECT) {
      throw new ShareException(
          Reason.INVALID,
          "The provider sent an object with more than " + Tag.MOST_PER_OBJECT + " tags.");
    }
    return tags;
  }

  static Map<String, Long> aliases(JsonNode node) throws ShareException {
    Map<String, Long> aliases = new HashMap<>();
    Set<String> keys = new HashSet<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      Alias alias = checked(() -> new Alias(field.getKey()), "alias");
      if (!keys.add(alias.value().toLowerCase(Locale.ROOT))) {
        throw invalid("alias");
      }
      aliases.put(alias.value(), number(field.getValue()));
    }
    if (aliases.size() > Alias.MOST_PER_MODEL) {
      throw new ShareException(
          Reason.INVALID,
          "The provider sent a model with more than " + Alias.MOST_PER_MODEL + " aliases.");
    }
    return aliases;
  }

  /** The number of a version. */
  static long number(JsonNode node) throws ShareException {
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 1) {
      throw invalid("version number");
    }
    return node.longValue();
  }

  private static String text(JsonNode node, String noun) throws ShareException {
    if (!node.isTextual() || StorableText.flaw(node.textValue()).isPresent()) {
      throw invalid(noun);
    }
    return node.textValue();
  }

  private static <T> T checked(Supplier<T> value, String noun) throws ShareException {
    try {
      return value.get();
    } catch (VitrineException broken) {
      throw invalid(noun).withCause(broken);
    }
  }

  static ShareException invalid(String noun) {
    return new ShareException(Reason.INVALID, "The provider sent an invalid " + noun + ".");
  }
}
