package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signature columns, parameters and metrics of versions. */
final class VersionContentTest {
  /** As the MLmodel file of MLflow 3 has it. */
  private static final String COLUMNS =
      """
      {"inputs": "[{\\"type\\": \\"double\\", \\"name\\": \\"age\\", \\"required\\": false},\
       {\\"type\\": \\"array\\", \\"items\\": {\\"type\\": \\"array\\", \\"items\\":\
       {\\"type\\": \\"string\\"}}, \\"name\\": \\"words\\", \\"required\\": true},\
       {\\"type\\": \\"object\\", \\"properties\\": {\\"x\\": {\\"type\\": \\"long\\",\
       \\"required\\": true}, \\"y\\": {\\"type\\": \\"array\\", \\"items\\": {\\"type\\":\
       \\"string\\"}, \\"required\\": false}}, \\"name\\": \\"point\\", \\"required\\": true},\
       {\\"type\\": \\"map\\", \\"values\\": {\\"type\\": \\"double\\"}, \\"name\\": \\"m\\",\
       \\"required\\": true}]", "outputs": "[{\\"type\\": \\"long\\", \\"required\\": true}]",\
       "params": "[{\\"name\\": \\"stop\\", \\"default\\": [\\"a\\", \\"b\\"], \\"shape\\": [-1],\
       \\"type\\": \\"string\\"}, {\\"name\\": \\"t\\", \\"default\\": 0.50, \\"shape\\": null,\
       \\"type\\": \\"double\\"}, {\\"name\\": \\"n\\", \\"default\\": NaN, \\"type\\":\
       \\"double\\"}]"}""";

  private static final String TENSORS =
      """
      {"inputs": "[{\\"type\\": \\"tensor\\", \\"tensor-spec\\": {\\"dtype\\": \\"float32\\",\
       \\"shape\\": [-1, 28, 28]}}]", "outputs": "[{\\"name\\": \\"label\\", \\"type\\":\
       \\"tensor\\", \\"tensor-spec\\": {\\"dtype\\": \\"int64\\", \\"shape\\": [-1]}}]",\
       "params": null}""";

  private static final String SIGNATURE_OF =
      "SELECT direction, position, name, type, shape, required, default_value"
          + " FROM signature_columns WHERE full_name = '%s' ORDER BY direction, position";

  private static Client admin(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    return admin;
  }

  private static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void columnsOfASignatureAreRows(TestStore store) {
    Client admin = admin(store);
    admin.run("ALTER MODEL c.s.m ADD VERSION FROM 'x' SIGNATURE '" + COLUMNS + "'");
    assertThat(admin.rows(SIGNATURE_OF.formatted("c.s.m")))
        .containsExactly(
            row("INPUT", 1L, "age", "double", null, "NO", null),
            row("INPUT", 2L, "words", "array<array<string>>", null, "YES", null),
            row("INPUT", 3L, "point", "object<x: long, y?: array<string>>", null, "YES", null),
            row("INPUT", 4L, "m", "map<double>", null, "YES", null),
            row("OUTPUT", 1L, null, "long", null, "YES", null),
            row("PARAM", 1L, "stop", "string", "[-1]", "NO", "[\"a\",\"b\"]"),
            row("PARAM", 2L, "t", "double", null, "NO", "0.5"),
            row("PARAM", 3L, "n", "double", null, "NO", "\"NaN\""));
    assertThat(
            admin.rows(
                "SELECT full_name, version FROM signature_columns"
                    + " WHERE name = 'age' AND direction = 'INPUT'"))
        .containsExactly(row("c.s.m", 1L));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void tensorsHaveAShapeAndOldSignaturesAreRead(TestStore store) {
    Client admin = admin(store);
    admin.run("ALTER MODEL c.s.m ADD VERSION FROM 'x' SIGNATURE '" + TENSORS + "'");
    admin.run("CREATE MODEL c.s.old");
    // Lists that are not in strings, and the member of releases before 2.9.
    admin.run(
        "ALTER MODEL c.s.old ADD VERSION FROM 'x' SIGNATURE '"
            + "{\"inputs\": [{\"name\": \"a\", \"type\": \"long\", \"optional\": true}]}'");
    assertThat(admin.rows(SIGNATURE_OF.formatted("c.s.m")))
        .containsExactly(
            row("INPUT", 1L, null, "tensor<float32>", "[-1,28,28]", "YES", null),
            row("OUTPUT", 1L, "label", "tensor<int64>", "[-1]", "YES", null));
    assertThat(admin.rows(SIGNATURE_OF.formatted("c.s.old")))
        .containsExactly(row("INPUT", 1L, "a", "long", null, "NO", null));
  }

  /** The text is stored as it is; it is not an error. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void otherSignaturesHaveNoColumns(TestStore store) {
    Client admin = admin(store);
    String deep = "[".repeat(300) + "]".repeat(300);
    for (String signature :
        List.of(
            "{}",
            "text",
            "[]",
            "7",
            "{\"inputs\": \"[{\"}",
            "{\"inputs\": {\"a\": 1}}",
            "{\"inputs\": [1, null, {}]}",
            "{\"inputs\": " + deep + "}")) {
      admin.run("ALTER MODEL c.s.m ADD VERSION FROM 'x' SIGNATURE '" + signature + "'");
      assertThat(admin.value("SELECT signature FROM versions ORDER BY version DESC LIMIT 1"))
          .isEqualTo(signature);
    }
    // A NUL, which no store accepts, and half a character.
    admin.run(
        "ALTER MODEL c.s.m ADD VERSION FROM 'x' SIGNATURE '"
            + "{\"inputs\": [{\"name\": \"a\\u0000b\\ud800\", \"type\": \"long\"}]}'");
    assertThat(admin.column("SELECT name FROM signature_columns"))
        .containsExactly("a\ufffdb\ufffd");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theWidestSignatureIsStored(TestStore store) {
    Client admin = admin(store);
    String columns =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "{\"name\": \"gene_" + i + "\", \"type\": \"double\"}")
            .collect(Collectors.joining(",", "[", "]"));
    admin.run("ALTER MODEL c.s.m ADD VERSION FROM 'x' SIGNATURE '{\"inputs\": " + columns + "}'");
    assertThat(admin.rows("SELECT COUNT(*), MAX(position) FROM signature_columns"))
        .containsExactly(row(20_000L, 20_000L));
    assertThat(admin.value("SELECT full_name FROM signature_columns WHERE name = 'gene_19999'"))
        .isEqualTo("c.s.m");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void parametersAndMetricsAreRecordedWithAVersion(TestStore store) {
    Client admin = admin(store);
    admin.run(
        "ALTER MODEL c.s.m ADD VERSION FROM 'x' PARAMS ('max_depth' = '7', 'e' = '', 'e' = 'two')"
            + " METRICS ('accuracy' = 0.93, 'loss' = -1.5e-3 DATASET 'eval' STEP 10,"
            + " 'loss' = .5 STEP 10, 'n' = 1E3)");
    assertThat(
            admin.rows("SELECT full_name, version, name, value FROM version_params ORDER BY name"))
        .containsExactly(row("c.s.m", 1L, "e", "two"), row("c.s.m", 1L, "max_depth", "7"));
    assertThat(
            admin.rows(
                "SELECT name, value, dataset, step FROM version_metrics ORDER BY name, dataset"))
        .containsExactly(
            row("accuracy", 0.93, null, 0L),
            row("loss", -0.0015, "eval", 10L),
            row("loss", 0.5, null, 10L),
            row("n", 1000.0, null, 0L));
    assertThat(
            admin.column(
                "SELECT full_name FROM version_metrics WHERE name = 'accuracy' AND value > 0.9"))
        .containsExactly("c.s.m");
    assertThat(
            admin.value(
                "SELECT COUNT(*) FROM version_metrics m JOIN versions v ON v.full_name = m.full_name"
                    + " AND v.version = m.version AND m.recorded_at = v.created_at"))
        .isEqualTo(4L);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void metricsAreReplaced(TestStore store) {
    Client admin = admin(store);
    admin.run("ALTER MODEL c.s.m ADD VERSION FROM 'x' METRICS ('a' = 1, 'b' = 2)");
    admin.run("ALTER MODEL c.s.m VERSION 1 SET ALIAS best");
    assertThat(admin.run("ALTER MODEL c.s.m VERSION best SET METRICS ('a' = 3, 'a' = 4 STEP 1)"))
        .isEqualTo(2);
    assertThat(
            admin.run(
                "ALTER MODEL c.s.m VERSION LATEST SET METRICS ('c' = ?, ? = 7 STEP ?)",
                5.5,
                "d",
                3))
        .isEqualTo(2);
    assertThat(admin.rows("SELECT name, value, step FROM version_metrics ORDER BY name, step"))
        .containsExactly(
            row("a", 3.0, 0L),
            row("a", 4.0, 1L),
            row("b", 2.0, 0L),
            row("c", 5.5, 0L),
            row("d", 7.0, 3L));
    admin.failsWith("MODEL_VERSION_NOT_FOUND", "ALTER MODEL c.s.m VERSION 9 SET METRICS ('a' = 1)");
    admin.failsWith("MODEL_ALIAS_NOT_FOUND", "ALTER MODEL c.s.m VERSION x SET METRICS ('a' = 1)");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void limitsHold(TestStore store) {
    Client admin = admin(store);
    String add = "ALTER MODEL c.s.m ADD VERSION FROM 'x' ";
    String many =
        IntStream.rangeClosed(0, 1_000)
            .mapToObj(i -> "'n" + i + "' = '1'")
            .collect(Collectors.joining(", ", "(", ")"));
    admin.failsWith("STATEMENT_TOO_COMPLEX", add + "PARAMS " + many);
    admin.failsWith("STATEMENT_TOO_COMPLEX", add + "METRICS " + many.replace("'1'", "1"));
    admin.failsWith("INVALID_PARAMETER_VALUE", add + "PARAMS ('' = 'x')");
    admin.failsWith("INVALID_PARAMETER_VALUE", add + "PARAMS ('" + "n".repeat(256) + "' = 'x')");
    admin.failsWith("INVALID_PARAMETER_VALUE", add + "PARAMS ('n' = '" + "v".repeat(6_001) + "')");
    admin.failsWith("INVALID_PARAMETER_VALUE", add + "METRICS (' n' = 1)");
    admin.failsWith(
        "INVALID_PARAMETER_VALUE", add + "METRICS ('n' = 1 DATASET '" + "d".repeat(256) + "')");
    admin.failsWith("NUMERIC_VALUE_OUT_OF_RANGE", add + "METRICS ('n' = 1e309)");
    for (String number :
        List.of("NaN", ".", "+-1", "--1", "1e", "1 .5", "0x1", "1/2", "'1'", "1 2")) {
      admin.failsWith("PARSE_SYNTAX_ERROR", add + "METRICS ('n' = " + number + ")");
    }
    assertThat(admin.column("SELECT version FROM versions")).isEmpty();
    admin.run(
        add
            + "PARAMS ('"
            + "n".repeat(255)
            + "' = '"
            + "v".repeat(6_000)
            + "') METRICS "
            + many.replace("'1'", "1").replace(", 'n1000' = 1", ""));
    assertThat(admin.value("SELECT COUNT(*) FROM version_metrics")).isEqualTo(1_000L);
    assertThat(admin.run("ALTER MODEL c.s.m VERSION 1 SET METRICS ('n0' = 2)")).isEqualTo(1);
    assertThat(
            admin.failsWith(
                "METRIC_LIMIT_EXCEEDED", "ALTER MODEL c.s.m VERSION 1 SET METRICS ('new' = 2)"))
        .contains("The version would have more than 1000 metrics.");
    assertThat(admin.value("SELECT COUNT(*) FROM version_metrics")).isEqualTo(1_000L);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void copiesHaveTheSameAndDropsTakeAllAway(TestStore store) {
    Client admin = admin(store);
    admin.run(
        "ALTER MODEL c.s.m ADD VERSION FROM 'x' SIGNATURE '"
            + COLUMNS
            + "' PARAMS ('p' = 'v') METRICS ('a' = 1 DATASET 'd' STEP 2)");
    admin.run("CREATE MODEL c.s.twin FROM MODEL c.s.m VERSION 1");
    admin.run("ALTER MODEL c.s.third ADD VERSION FROM MODEL c.s.twin VERSION 1");
    for (String columns :
        List.of(
            "direction, position, name, type, shape, required, default_value FROM signature_columns",
            "name, value FROM version_params",
            "name, value, dataset, step, recorded_at FROM version_metrics")) {
      String of = "SELECT " + columns + " WHERE full_name = '%s' ORDER BY 1, 2";
      List<List<Object>> first = admin.rows(of.formatted("c.s.m"));
      assertThat(first).isNotEmpty();
      assertThat(admin.rows(of.formatted("c.s.twin"))).isEqualTo(first);
      assertThat(admin.rows(of.formatted("c.s.third"))).isEqualTo(first);
    }
    admin.run("ALTER MODEL c.s.m DROP VERSION 1; DROP MODEL c.s.twin; DROP MODEL c.s.third");
    for (String relation : List.of("signature_columns", "version_params", "version_metrics")) {
      assertThat(admin.value("SELECT COUNT(*) FROM " + relation)).isEqualTo(0L);
      assertThat(admin.value("SELECT COUNT(*) FROM c.information_schema.model_" + relation))
          .isEqualTo(0L);
    }
  }
}
