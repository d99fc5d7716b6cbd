package dev.vitrine.server.web.detail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The signature of a version as its MLmodel file has it, in tables.
 *
 * @param readable whether the text was understood; if not, there are no fields
 * @param cut whether there are more fields than are shown
 */
public record Signature(
    List<SignatureField> inputs,
    List<SignatureField> outputs,
    List<SignatureField> params,
    boolean readable,
    boolean cut) {
  /** Fields of a table. */
  private static final int MOST_FIELDS = 1_000;

  /** Levels of arrays and objects in a type that are spelt out. */
  private static final int MOST_LEVELS = 8;

  /** Characters of a type. */
  private static final int MOST_TYPE = 2_000;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(100).build())
                  .build())
          .build();

  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    params = List.copyOf(params);
  }

  /** The tables of a signature: an object whose members are lists, or lists as JSON texts. */
  static Signature parse(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      JsonNode inputs = list(root, "inputs");
      JsonNode outputs = list(root, "outputs");
      JsonNode params = list(root, "params");
      return new Signature(
          fields(inputs),
          fields(outputs),
          fields(params),
          root.isObject(),
          Math.max(Math.max(inputs.size(), outputs.size()), params.size()) > MOST_FIELDS);
    } catch (JsonProcessingException malformed) {
      return new Signature(List.of(), List.of(), List.of(), false, false);
    }
  }

  private static JsonNode list(JsonNode root, String name) throws JsonProcessingException {
    JsonNode list = root.path(name);
    return list.isTextual() ? JSON.readTree(list.textValue()) : list;
  }

  private static List<SignatureField> fields(JsonNode list) {
    List<SignatureField> fields = new ArrayList<>();
    for (JsonNode field : list) {
      if (fields.size() < MOST_FIELDS && field.isObject()) {
        fields.add(
            new SignatureField(
                field.path("name").asText(""),
                shortened(type(field, 0)),
                field.has("required") ? (field.path("required").asBoolean() ? "YES" : "NO") : "",
                field.has("default") ? shortened(field.path("default").toString()) : ""));
      }
    }
    return fields;
  }

  private static String type(JsonNode field, int level) {
    if (level > MOST_LEVELS) {
      return "…";
    }
    if (field.has("tensor-spec")) {
      JsonNode tensor = field.path("tensor-spec");
      return "tensor(" + tensor.path("dtype").asText("?") + shape(tensor) + ")";
    }
    String type = field.path("type").asText(field.path("dtype").asText("?"));
    if (type.equals("array")) {
      return "array<" + type(field.path("items"), level + 1) + ">";
    }
    if (type.equals("map")) {
      return "map<" + type(field.path("values"), level + 1) + ">";
    }
    if (type.equals("object")) {
      return field.path("properties").properties().stream()
          .limit(MOST_FIELDS)
          .map(
              (Map.Entry<String, JsonNode> each) ->
                  each.getKey() + ": " + type(each.getValue(), level + 1))
          .collect(Collectors.joining(", ", "object<", ">"));
    }
    return type + shape(field);
  }

  private static String shape(JsonNode field) {
    return field.path("shape").isArray() ? ", " + field.path("shape") : "";
  }

  private static String shortened(String text) {
    return text.length() <= MOST_TYPE ? text : text.substring(0, MOST_TYPE) + "…";
  }
}
