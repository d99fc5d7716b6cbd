package dev.vitrine.store.signature;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.store.signature.SignatureColumn.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of signatures as MLflow writes them: a JSON object with the members inputs,
 * outputs and params, each a list or the JSON text of a list.
 */
public final class SignatureReader {
  /** Levels of JSON; MLflow's own signatures have about ten. */
  private static final int MOST_LEVELS = 200;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MOST_LEVELS).build())
                  // Python writes NaN as default of a parameter.
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private SignatureReader() {}

  /** The columns of a signature; none if it is not in MLflow's format. */
  public static List<SignatureColumn> columns(String signature) {
    try {
      JsonNode root = JSON.readTree(signature);
      List<SignatureColumn> columns = new ArrayList<>();
      for (Direction direction : Direction.values()) {
        columns.addAll(columns(direction, list(root.path(direction.member()))));
      }
      return columns;
    } catch (JsonProcessingException malformed) {
      return List.of();
    }
  }

  private static JsonNode list(JsonNode member) throws JsonProcessingException {
    return member.isTextual() ? JSON.readTree(member.textValue()) : member;
  }

  private static List<SignatureColumn> columns(Direction direction, JsonNode list) {
    List<SignatureColumn> columns = new ArrayList<>();
    for (JsonNode spec : list.isArray() ? list : List.<JsonNode>of()) {
      if (spec.has("name") || spec.has("type") || spec.has("tensor-spec")) {
        columns.add(column(direction, columns.size() + 1, spec));
      }
    }
    return columns;
  }

  private static SignatureColumn column(Direction direction, int position, JsonNode spec) {
    JsonNode shape = spec.path("tensor-spec").path("shape");
    JsonNode shown = shape.isMissingNode() ? spec.path("shape") : shape;
    return new SignatureColumn(
        direction,
        position,
        spec.path("name").isTextual() ? storable(spec.path("name").textValue()) : null,
        storable(type(spec)),
        shown.isArray() ? storable(shown.toString()) : null,
        direction != Direction.PARAM && isRequired(spec),
        defaultValue(direction, spec));
  }

  private static @Nullable String defaultValue(Direction direction, JsonNode spec) {
    return direction == Direction.PARAM && spec.has("default")
        ? storable(spec.path("default").toString())
        : null;
  }

  /** Before MLflow 2.9 the member was called optional. */
  private static boolean isRequired(JsonNode spec) {
    return spec.path("required").asBoolean(true) && !spec.path("optional").asBoolean(false);
  }

  private static String type(JsonNode spec) {
    String type = spec.path("type").asText(spec.has("tensor-spec") ? "tensor" : "?");
    return switch (type) {
      case "tensor" -> "tensor<" + spec.path("tensor-spec").path("dtype").asText("?") + ">";
      case "array" -> "array<" + type(spec.path("items")) + ">";
      case "map" -> "map<" + type(spec.path("values")) + ">";
      case "object" ->
          spec.path("properties").properties().stream()
              .map(SignatureReader::property)
              .collect(Collectors.joining(", ", "object<", ">"));
      default -> type;
    };
  }

  private static String property(Map.Entry<String, JsonNode> property) {
    JsonNode spec = property.getValue();
    return property.getKey() + (isRequired(spec) ? ": " : "?: ") + type(spec);
  }

  /** A JSON text can contain characters, escaped, that stores do not accept. */
  private static String storable(String text) {
    return StorableText.excerpt(text, text.length());
  }
}
