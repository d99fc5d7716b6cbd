package dev.vitrine.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;

/** JSON texts. */
public final class Json {
  /** Maximum tokens of one JSON text; a tree uses some hundred bytes per token. */
  private static final int MOST_TOKENS = 200_000;

  private static final JsonMapper MAPPER = mapper();

  private Json() {}

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(20)
                .maxNumberLength(30)
                .maxTokenCount(MOST_TOKENS)
                .build());
    return mapper;
  }

  /** An object without members. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * The object that a text is; one without members if it is empty.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is none
   */
  public static ObjectNode parse(byte[] text) {
    try {
      JsonNode node = MAPPER.readTree(decode(text));
      if (node == null || node.isMissingNode() || node.isNull()) {
        return object();
      }
      if (node instanceof ObjectNode object) {
        requireStorable(object);
        return object;
      }
    } catch (CharacterCodingException exception) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The body of the request is not UTF-8.")
          .withCause(exception)
          .withHint("Encode JSON in UTF-8.");
    } catch (StreamConstraintsException exception) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The body of the request exceeds a limit: "
                  + MOST_TOKENS
                  + " values, names and brackets, 20 levels, 30 digits of a number.")
          .withCause(exception);
    } catch (JsonProcessingException exception) {
      throw malformed().withCause(exception);
    }
    throw malformed();
  }

  /** Replaces nothing: two names that differ in a malformed byte must not become one. */
  private static String decode(byte[] text) throws CharacterCodingException {
    return UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(text))
        .toString();
  }

  /** Escapes such as {@code \\ud800} can write what no store keeps. */
  private static void requireStorable(JsonNode node) {
    node.fieldNames().forEachRemaining(Json::requireStorable);
    if (node.isTextual()) {
      requireStorable(node.textValue());
    }
    node.forEach(Json::requireStorable);
  }

  private static void requireStorable(String text) {
    if (StorableText.flaw(text).isPresent()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "A string of the request contains a NUL or an unpaired surrogate.")
          .withHint(StorableText.HINT);
    }
  }

  /** Adds tags, which all protocols write alike. */
  public static void tags(ObjectNode node, Map<String, String> tags) {
    ArrayNode array = node.putArray("tags");
    tags.forEach((key, value) -> array.addObject().put("key", key).put("value", value));
  }

  /** A text as a JSON string, with its quotes. */
  public static String text(String value) {
    return TextNode.valueOf(value).toString();
  }

  /** The text of a node. */
  public static byte[] bytes(JsonNode node) {
    return node.toString().getBytes(UTF_8);
  }

  /** Milliseconds since 1970 of a point in time in UTC, as the store returns it. */
  public static long millis(Object time) {
    return ((LocalDateTime) time).toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  private static VitrineException malformed() {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE, "The request body is not a JSON object.")
        .withHint("Send a JSON object in UTF-8, without duplicate members.");
  }
}
