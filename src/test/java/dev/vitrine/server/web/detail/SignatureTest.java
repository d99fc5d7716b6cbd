package dev.vitrine.server.web.detail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Signatures as tables. */
final class SignatureTest {
  @Test
  void columnsTensorsAndParametersAreRead() {
    Signature signature =
        Signature.parse(
            """
            {"inputs": "[{\\"name\\": \\"age\\", \\"type\\": \\"long\\", \\"required\\": true},\
             {\\"name\\": \\"tags\\", \\"type\\": \\"array\\", \\"items\\": {\\"type\\": \\"string\\"}, \\"required\\": false},\
             {\\"name\\": \\"o\\", \\"type\\": \\"object\\", \\"properties\\": {\\"a\\": {\\"type\\": \\"double\\"}}}]",
             "outputs": [{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}}],
             "params": [{"name": "t", "type": "double", "default": 0.5, "shape": null}]}
            """);
    assertThat(signature.readable()).isTrue();
    assertThat(signature.inputs())
        .containsExactly(
            new SignatureField("age", "long", "YES", ""),
            new SignatureField("tags", "array<string>", "NO", ""),
            new SignatureField("o", "object<a: double>", "", ""));
    assertThat(signature.outputs())
        .containsExactly(new SignatureField("", "tensor(float32, [-1,3])", "", ""));
    assertThat(signature.params()).containsExactly(new SignatureField("t", "double", "", "0.5"));
  }

  @Test
  void otherTextIsNotReadable() {
    for (String text :
        new String[] {"", "x", "[1]", "{\"inputs\": \"[\"}", "[".repeat(100_000), "null"}) {
      Signature signature = Signature.parse(text);
      assertThat(signature.readable()).as(text.substring(0, Math.min(9, text.length()))).isFalse();
      assertThat(signature.inputs()).isEmpty();
    }
  }

  @Test
  void wideAndDeepSignaturesAreCut() {
    StringBuilder wide = new StringBuilder("{\"inputs\": [");
    for (int i = 0; i < 1_500; i++) {
      wide.append(i == 0 ? "" : ",").append("{\"name\": \"c").append(i).append("\"}");
    }
    Signature signature = Signature.parse(wide.append("]}").toString());
    assertThat(signature.inputs()).hasSize(1_000);
    assertThat(signature.cut()).isTrue();
    String deep = "{\"type\":\"array\",\"items\":".repeat(40) + "{}" + "}".repeat(40);
    assertThat(Signature.parse("{\"inputs\": [" + deep + "]}").inputs().get(0).type())
        .startsWith("array<array<")
        .contains("…")
        .hasSizeLessThan(100);
  }
}
