package dev.vitrine.server;

import static dev.vitrine.server.Rest.CATALOG;
import static dev.vitrine.server.Rest.MLFLOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text in a request is read in time and memory in proportion to it, or refused. */
final class RequestLimitsTest extends RestTest {
  private static final String INVALID = "INVALID_PARAMETER_VALUE";

  private static Rest admin() {
    return new Rest(server(TestStore.H2), "admin");
  }

  private static String repeat(int times, String between, IntFunction<String> piece) {
    return IntStream.range(0, times).mapToObj(piece).collect(Collectors.joining(between));
  }

  private static Rest.Answer search(Rest client, String kind, String member, String value)
      throws Exception {
    String json = "{\"" + member + "\": " + value + "}";
    return client.sendRaw("GET", MLFLOW + kind + "/search", json);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void longFiltersAreReadOrRefused(TestStore store) throws Exception {
    Rest client = new Rest(server(store), "admin");
    List<String> allowed =
        List.of(
            "name = '" + "x".repeat(15_000) + "'",
            "name = '" + "''".repeat(7_000) + "'",
            "name = '" + "é".repeat(6_000) + "'",
            "name = 'x'" + " ".repeat(15_000),
            "name IN (" + repeat(900, ",", i -> "'n" + i + "'") + ")",
            repeat(50, " AND ", i -> "tags.k" + i + " = 'v'"));
    for (String filter : allowed) {
      search(client, "/registered-models", "filter", quoted(filter)).ok();
    }
    List<String> refused =
        List.of(
            "name = '" + "x".repeat(6_000),
            "name = '" + "''".repeat(3_000),
            "name = '" + "x".repeat(50_000) + "'",
            "name = '" + "''".repeat(500_000) + "'",
            " ".repeat(100_000) + "x",
            "(".repeat(6_000),
            "`".repeat(6_001),
            "\"".repeat(6_001),
            "tags." + "a.".repeat(3_000),
            "a".repeat(20_000),
            "=".repeat(20_000),
            "name IN (" + repeat(1_500, ",", i -> "'n" + i + "'") + ")",
            repeat(51, " AND ", i -> "tags.k" + i + " = 'v'"),
            "creation_timestamp > " + "9".repeat(10_000));
    for (String filter : refused) {
      for (String kind : List.of("/registered-models", "/model-versions")) {
        String message = search(client, kind, "filter", quoted(filter)).refused(400, INVALID);
        assertThat(message).startsWith("The filter ").hasSizeLessThan(21_000);
      }
    }
    assertThat(
            search(client, "/registered-models", "filter", quoted("x".repeat(20_001)))
                .refused(400, INVALID))
        .contains("longer than 20000 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/registered-models", "/model-versions"})
  void ordersPagesAndNumbersAreBounded(String kind) throws Exception {
    Rest client = admin();
    search(client, kind, "order_by", "[" + repeat(20, ",", i -> "\"name\"") + "]").ok();
    search(client, kind, "order_by", "[" + repeat(21, ",", i -> "\"name\"") + "]")
        .refused(400, INVALID);
    search(client, kind, "order_by", "[" + quoted("name" + " ".repeat(50_000) + "x") + "]")
        .refused(400, INVALID);
    String deep = "{\"by\":" + "[".repeat(5_000);
    for (String token :
        List.of(
            "x".repeat(100_000),
            Base64.getUrlEncoder().encodeToString(("1:" + deep).getBytes(UTF_8)),
            Base64.getUrlEncoder().encodeToString("1:{\"by\":1e999999}".getBytes(UTF_8)))) {
      search(client, kind, "page_token", quoted(token)).refused(400, INVALID);
    }
    for (String number :
        List.of(
            "1e999999999", "9".repeat(25), "9".repeat(1_000), quoted("9".repeat(100_000)), "-1")) {
      search(client, kind, "max_results", number).refused(400, INVALID);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
  void deepJsonIsRefused(String opening) throws Exception {
    for (int depth : new int[] {30, 1_000, 100_000}) {
      admin()
          .sendRaw("POST", CATALOG + "/catalogs", "{\"name\":" + opening.repeat(depth))
          .refused(400, INVALID);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_001, 60_000})
  void longListsAreRefusedBeforeAnyOfTheirWork(int size) throws Exception {
    String model = newModel(server(TestStore.H2));
    String tags = "[" + repeat(size, ",", i -> "{\"key\":\"k\",\"value\":\"v\"}") + "]";
    String changes = "[" + repeat(size, ",", i -> "{\"principal\":\"admin\",\"add\":[]}") + "]";
    String entities = "[" + repeat(size, ",", i -> "{\"job\":{\"id\":\"1\"}}") + "]";
    Rest client = admin();
    String[][] requests = {
      {"POST", MLFLOW + "/registered-models/create", "{\"name\":\"a.b.c\",\"tags\":" + tags + "}"},
      {"PATCH", CATALOG + "/permissions/function/" + model, "{\"changes\":" + changes + "}"},
      {
        "PATCH",
        CATALOG + "/securable-tags/function/" + model,
        "{\"changes\":{\"add_tags\":" + tags + "}}"
      },
      {
        "POST",
        CATALOG + "/lineage",
        "{\"name\":\"" + model + "\",\"version\":1,\"entities\":" + entities + "}"
      }
    };
    for (String[] request : requests) {
      String message = client.sendRaw(request[0], request[1], request[2]).refused(400, INVALID);
      assertThat(message).contains(size > 10_000 ? "limit" : "more than 1000 elements");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000, 3_000_000})
  void errorsDoNotRepeatLongNames(int length) throws Exception {
    String name = "n".repeat(length);
    for (String path :
        List.of(
            "/registered-models/create", "/model-versions/create", "/registered-models/alias")) {
      String message =
          admin()
              .sendRaw("POST", MLFLOW + path, "{\"name\":\"" + name + "\",\"source\":\"s\"}")
              .refused(400, INVALID);
      assertThat(message).hasSizeLessThanOrEqualTo(2_000);
    }
  }
}
