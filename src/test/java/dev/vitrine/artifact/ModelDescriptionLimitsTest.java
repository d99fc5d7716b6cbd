package dev.vitrine.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an MLmodel may be, and how much work a hostile one can cause. */
final class ModelDescriptionLimitsTest {
  private static final int MIB = 1 << 20;

  private static ModelDescription read(String text) throws IOException {
    return ModelDescription.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  /** As much of a line, with its number in it, as the limit lets in. */
  private static String filled(String head, String line) {
    StringBuilder text = new StringBuilder(head);
    for (int i = 0; ; i++) {
      String next = line.replace("%d", Integer.toString(i));
      if (text.length() + next.length() > MIB - 10) {
        return text.toString();
      }
      text.append(next);
    }
  }

  /** Each of them once took seconds or hundreds of megabytes, in one size or the other. */
  static Stream<Arguments> hostile() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("one number of a million digits", "a: " + "1".repeat(MIB - 10));
    texts.put("a number in base sixty", "a: 1" + ":59".repeat(MIB / 3 - 10));
    texts.put("many keys", filled("", "k%d: 1\n"));
    texts.put("many small lists", filled("a:\n", "- [1, 2]\n"));
    texts.put("one long flow list", filled("a: [", "1,") + "]");
    texts.put("keys of colliding hashes", filled("", "? [%d, AaBB]\n: 1\n"));
    texts.put(
        "aliases of aliases",
        filled("a0: &a0 [x, x]\n", "b%d: &b%d [*a0, *a0]\n").replace("\n\n", "\n"));
    texts.put("merges", filled("a: &a {x: 1, y: 2}\n", "m%d: {<<: *a, z: 1}\n"));
    texts.put("anchors", filled("", "k%d: &x%d v\n"));
    texts.put("comments", filled("", "#c\n"));
    texts.put("blank lines in a text", "a: \"" + filled("", "\n \n") + "\"");
    texts.put("escapes", "a: \"" + "\\u0041".repeat(MIB / 6 - 10) + "\"");
    texts.put("tags", filled("", "k%d: !!str 1\n"));
    texts.put("dates", filled("a:\n", "- 2001-12-14t21:59:43.10-05:00\n"));
    return texts.entrySet().stream().map(text -> Arguments.of(text.getKey(), text.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void aHostileOneOfFullSizeIsReadInLinearTime(String name, String text) throws IOException {
    assertThat(read(text).isSigned()).as(name).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"[", "'{a: '", "'- '", "'? '"})
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void oneThatIsNestedTooDeepIsRefused(String opening) {
    refused(opening.repeat(MIB / opening.length()), "nested deeper than 50");
  }

  @Test
  void oneThatIsTooLargeIsRefusedBeforeItIsParsed() throws IOException {
    InputStream endless =
        new InputStream() {
          private int read;

          @Override
          public int read() {
            if (++read > MIB + 1) {
              throw new AssertionError("more was read than the limit");
            }
            return '\t';
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            for (int i = 0; i < length; i++) {
              buffer[offset + i] = (byte) read();
            }
            return length;
          }
        };
    assertThatThrownBy(() -> ModelDescription.read(endless)).hasMessageContaining("than 1 MiB");
    refused("#".repeat(MIB + 1), "larger than 1 MiB");
    assertThat(read("#".repeat(MIB))).isEqualTo(ModelDescription.none());
    ModelDescription.requireSize(MIB);
    assertThatThrownBy(() -> ModelDescription.requireSize(MIB + 1L))
        .hasMessageContaining("larger than 1 MiB");
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            VitrineException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
        .hasMessageContaining(message);
  }

  @Test
  void invalidYamlIsRefused() {
    refused("a: [", "not a valid MLflow model file");
    refused("\u0000", "not a valid MLflow model file");
    refused("a: 1\n---\nb: 2\n", "more than one document");
  }

  /** The same texts as a full reading of the file gives. */
  @Test
  void onlyTheTextsThatAreWantedAreTaken() throws IOException {
    String text =
        """
        model_id: m-1
        ? [complex, {key: x}]
        : {model_id: m-2, signature: {inputs: '[9]'}}
        flavors: {python: {inputs: '[9]'}, list: [a, {signature: {outputs: '[9]'}}]}
        signature:
          ? {inputs: '[9]'}
          : x
          inputs: '[1]'
          nested: {outputs: '[9]'}
          outputs: "[2]"
          params: null
        more: {model_id: m-3}
        """;
    ModelDescription description = read(text);
    assertThat(description.signature())
        .containsExactlyInAnyOrderEntriesOf(Map.of("inputs", "[1]", "outputs", "[2]"));
    assertThat(description.loggedModelId()).contains("m-1");
    assertThat(description.isSigned()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {signature: {inputs: 12, outputs: true, params: ~}}
          {signature: {inputs: 2001-01-01, outputs: 1.5, params: !!null x}}
          {signature: {inputs: [a], outputs: {b: c}, params: }}
          {signature: null}
          {signature: {inputs: 'a', outputs: 'b'}, signature: none}
          {signature: [inputs, 'a', outputs, 'b']}
          [signature, {inputs: 'a', outputs: 'b'}]
          {model_id: ''}
          {model_id: 7}
          signature
          ''
          """)
  void aSignatureMustBeText(String text) throws IOException {
    assertThat(read(text == null ? "" : text)).isEqualTo(ModelDescription.none());
  }

  @Test
  void textsAreTakenInEveryStyle() throws IOException {
    assertThat(
            read("signature: {inputs: !!str 12, \"outputs\": plain text}\nmodel_id: >\n  folded\n"))
        .isEqualTo(
            new ModelDescription(
                Map.of("inputs", "12", "outputs", "plain text"), Optional.of("folded\n")));
  }
}
