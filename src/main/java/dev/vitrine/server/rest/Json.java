package dev.vitrine.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;

/** JSON texts. */
public final class Json {
  /** Of one text; a tree takes some hundred bytes a token, however short the token is. */
  private static final int MOST_TOKENS = 200_000;

  private static final JsonMapper MAPPER = mapper();

  private Json() {}

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
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
      JsonNode node = MAPPER.readTree(new String(text, UTF_8));
      if (node == null || node.isMissingNode() || node.isNull()) {
        return object();
      }
      if (node instanceof ObjectNode object) {
        return object;
      }
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

  /** Adds tags, which all protocols write alike. */
  public static void tags(ObjectNode node, Map<String, String> tags) {
    ArrayNode array = node.putArray("tags");
    tags.forEach((key, value) -> array.addObject().put("key", key).put("value", value));
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
        .withHint("Send a JSON object in UTF-8.");
  }
}
