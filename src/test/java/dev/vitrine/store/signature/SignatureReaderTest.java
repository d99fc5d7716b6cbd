package dev.vitrine.store.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.store.signature.SignatureColumn.Direction;
import org.junit.jupiter.api.Test;

/** Signatures as columns. */
final class SignatureReaderTest {
  @Test
  void columnsTensorsAndParametersAreRead() {
    assertThat(
            SignatureReader.columns(
                """
                {"inputs": "[{\\"name\\": \\"age\\", \\"type\\": \\"long\\", \\"required\\": true},\
                 {\\"name\\": \\"tags\\", \\"type\\": \\"array\\", \\"items\\": {\\"type\\": \\"string\\"}, \\"required\\": false},\
                 {\\"name\\": \\"o\\", \\"type\\": \\"object\\", \\"properties\\": {\\"a\\": {\\"type\\": \\"double\\"}}}]",
                 "outputs": [{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}}],
                 "params": [{"name": "t", "type": "double", "default": 0.5, "shape": null}]}
                """))
        .containsExactly(
            new SignatureColumn(Direction.INPUT, 1, "age", "long", null, true, null),
            new SignatureColumn(Direction.INPUT, 2, "tags", "array<string>", null, false, null),
            new SignatureColumn(Direction.INPUT, 3, "o", "object<a: double>", null, true, null),
            new SignatureColumn(Direction.OUTPUT, 1, null, "tensor<float32>", "[-1,3]", true, null),
            new SignatureColumn(Direction.PARAM, 1, "t", "double", null, false, "0.5"));
  }

  @Test
  void otherTextHasNoColumns() {
    for (String text :
        new String[] {
          "", "x", "[1]", "{\"inputs\": \"[\"}", "[".repeat(100_000), "null", "{\"inputs\": [[]]}"
        }) {
      assertThat(SignatureReader.columns(text))
          .as(text.substring(0, Math.min(9, text.length())))
          .isEmpty();
    }
  }

  @Test
  void incompleteAndDeepTypesAreRead() {
    assertThat(SignatureReader.columns("{\"inputs\": [{\"name\": \"c\"}, {}, 1]}"))
        .containsExactly(new SignatureColumn(Direction.INPUT, 1, "c", "?", null, true, null));
    String deep = "{\"type\":\"array\",\"items\":".repeat(150) + "{}" + "}".repeat(150);
    assertThat(SignatureReader.columns("{\"inputs\": [" + deep + "]}").get(0).type())
        .isEqualTo("array<".repeat(150) + "?" + ">".repeat(150));
    String tooDeep = "{\"type\":\"array\",\"items\":".repeat(300) + "{}" + "}".repeat(300);
    assertThat(SignatureReader.columns("{\"inputs\": [" + tooDeep + "]}")).isEmpty();
  }
}
