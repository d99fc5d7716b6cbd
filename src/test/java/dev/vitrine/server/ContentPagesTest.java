package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages about lineage, signature, files, comparison and use of models. */
final class ContentPagesTest extends RestTest {
  private static final String HOSTILE = "<script>alert(1)</script>${1+1}";

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void lineageLeadsFromSourcesToCopies(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String catalog = catalog(model);
    sql(
        server,
        """
        ALTER MODEL %1$s ADD VERSION FROM 'x' INPUTS (raw.shop.events, raw.shop.`<b>x`);
        ALTER MODEL %1$s VERSION 1 SET ALIAS Champion;
        CREATE MODEL %2$s.s.copy FROM MODEL %1$s VERSION 1;
        CREATE MODEL %2$s.s.second FROM MODEL %2$s.s.copy VERSION 1;
        """
            .formatted(model, catalog));
    Browser browser = Browser.of(server, "admin");
    String page = browser.page("/models/" + model + "?tab=lineage");
    assertThat(page)
        .contains("<svg", ">events<", ">table<", ">raw.shop<", "version 1 · Champion", "&lt;b&gt;x")
        .contains("href=\"/models/" + catalog + ".s.copy/versions/1\"")
        .contains("href=\"/models/" + catalog + ".s.second/versions/1\"")
        .doesNotContain("<b>x", "style=");
    String ofCopy = browser.page("/models/" + catalog + ".s.second/versions/1?tab=lineage");
    assertThat(ofCopy).contains(">events<", "href=\"/models/" + model + "/versions/1\"");
    assertThat(browser.page("/models/" + newModel(server) + "?tab=lineage"))
        .contains("No lineage is recorded.");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void lineageLeavesHiddenVersionsOut(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String catalog = catalog(model);
    String user = newUser();
    as(server, user);
    sql(
        server,
        """
        ALTER MODEL %1$s ADD VERSION FROM 'x' INPUTS (raw.shop.events);
        CREATE MODEL %2$s.s.shown FROM MODEL %1$s VERSION 1;
        CREATE MODEL %2$s.s.last FROM MODEL %2$s.s.shown VERSION 1;
        GRANT USE CATALOG ON CATALOG %2$s TO %3$s; GRANT USE SCHEMA ON SCHEMA %2$s.s TO %3$s;
        GRANT EXECUTE ON MODEL %2$s.s.shown TO %3$s; GRANT APPLY TAG ON MODEL %2$s.s.last TO %3$s;
        """
            .formatted(model, catalog, user));
    Browser browser = Browser.of(server, user);
    assertThat(browser.page("/models/" + catalog + ".s.shown?tab=lineage"))
        .contains("No lineage is recorded.")
        .doesNotContain(model, "/versions/1\"");
    assertThat(browser.get("/models/" + catalog + ".s.last?tab=lineage").statusCode())
        .isEqualTo(403);
    assertThat(browser.get("/models/" + model + "?tab=lineage").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void comparisonsMarkDifferences(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    sql(
        server,
        """
        ALTER MODEL %1$s ADD VERSION FROM 'same' SIGNATURE
          '{"inputs": [{"name": "age", "type": "long"}]}' TAGS ('k' = 'v', 'same' = 'x');
        ALTER MODEL %1$s ADD VERSION FROM 'same' SIGNATURE
          '{"inputs": [{"name": "age", "type": "double"}, {"name": "sex", "type": "string"}]}'
          COMMENT '%2$s' TAGS ('same' = 'x');
        ALTER MODEL %1$s VERSION 1 SET METRICS ('auc' = 0.5, 'loss' = 1 DATASET 'd' STEP 2);
        ALTER MODEL %1$s VERSION 2 SET METRICS ('auc' = 0.75, 'loss' = 1 DATASET 'd' STEP 2);
        ALTER MODEL %1$s VERSION 2 SET ALIAS Champion;
        """
            .formatted(model, HOSTILE));
    Browser browser = Browser.of(server, "admin");
    String page = browser.page("/models/" + model + "/compare?versions=1,2");
    // The comment, the alias, a tag, a metric, and two inputs.
    assertThat(page)
        .contains(
            "6 differences.",
            "0.75",
            "loss, dataset d, step 2",
            "changed",
            "added",
            "removed",
            "sex",
            "Champion");
    assertThat(page).doesNotContain("<script>alert").contains("&lt;script&gt;alert(1)");
    assertThat(browser.page("/models/" + model + "/compare?versions=2&versions=1"))
        .contains("6 differences.");
    for (String versions : new String[] {"1", "1,1", "1,2,3", "1,x", "", "1,-2"}) {
      assertThat(browser.get("/models/" + model + "/compare?versions=" + versions).statusCode())
          .as(versions)
          .isBetween(400, 404);
    }
    assertThat(browser.get("/models/" + model + "/compare?versions=1,7").statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void signaturesAreTables(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    sql(
        server,
        """
        ALTER MODEL %1$s ADD VERSION FROM 'x' SIGNATURE
          '{"inputs": [{"name": "%2$s", "type": "long", "required": false}]}';
        ALTER MODEL %1$s ADD VERSION FROM 'x';
        """
            .formatted(model, HOSTILE));
    Browser browser = Browser.of(server, "admin");
    assertThat(browser.page("/models/" + model + "/versions/1"))
        .contains("&lt;script&gt;alert(1)", "<td class=\"name\">long</td><td>no</td>")
        .doesNotContain("<script>alert");
    assertThat(browser.page("/models/" + model + "/versions/2"))
        .contains("This version has no signature.");
    assertThat(browser.get("/models/" + model + "/versions/3").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void wideAndUnreadableSignaturesAreShown(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String wide =
        IntStream.range(0, 1_001)
            .mapToObj(i -> "{\"name\": \"c" + i + "\", \"type\": \"long\"}")
            .collect(Collectors.joining(",", "[", "]"));
    sql(
        server,
        """
        ALTER MODEL %1$s ADD VERSION FROM 'x' SIGNATURE '{"inputs": %2$s,
          "outputs": [{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}}],
          "params": [{"name": "t", "type": "double", "default": 0.5}]}';
        ALTER MODEL %1$s ADD VERSION FROM 'x' SIGNATURE 'x';
        """
            .formatted(model, wide));
    Browser browser = Browser.of(server, "admin");
    assertThat(browser.page("/models/" + model + "/versions/1"))
        .contains(
            "Only the first 1,000 fields",
            "c999<",
            "<td class=\"name\">tensor&lt;float32&gt;, [-1,3]</td><td>yes</td>",
            "<td class=\"name\">double</td><td></td><td class=\"name\"><bdi>0.5</bdi></td>")
        .doesNotContain("c1000<");
    assertThat(browser.page("/models/" + model + "/versions/2"))
        .contains("The signature is not in MLflow's format.");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void parametersAndMetricsAreTables(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    sql(
        server,
        """
        ALTER MODEL %1$s ADD VERSION FROM 'x' PARAMS ('depth' = '%2$s')
          METRICS ('%2$s' = 0.93 DATASET '%2$s' STEP 7);
        ALTER MODEL %1$s ADD VERSION FROM 'x';
        """
            .formatted(model, HOSTILE));
    Browser browser = Browser.of(server, "admin");
    assertThat(browser.page("/models/" + model + "/versions/1?tab=metrics"))
        .contains("&lt;script&gt;alert(1)", "<td class=\"name\">0.93</td>", "<td>7</td>", "depth")
        .doesNotContain("<script>alert");
    assertThat(browser.page("/models/" + model + "/versions/2?tab=metrics"))
        .contains("This version has no metrics.", "This version has no parameters.");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void filesAreListedShownAndDownloaded(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    Map<String, String> files = new TreeMap<>();
    files.put("MLmodel", Rest.MLMODEL + "# <b>not bold</b>\n");
    files.put("data/a b#?.txt", "x".repeat(2_345));
    Rest rest = new Rest(server, "admin");
    long version = rest.begin(model);
    for (Map.Entry<String, String> file : files.entrySet()) {
      String path = Rest.directory(model, version) + "/" + file.getKey();
      rest.upload(path, file.getValue().getBytes(UTF_8)).ok();
    }
    rest.post(Rest.MLFLOW + "/model-versions/finalize", Rest.naming(model, version)).ok();
    Browser browser = Browser.of(server, "admin");
    String page = "/models/" + model + "/versions/1";
    String base = page + "/files";
    assertThat(browser.page(page + "?tab=files"))
        .contains("2 files", "data/a b#?.txt", "2.3 kB", "2,345 bytes", "Show MLmodel")
        .doesNotContain("flavors");
    assertThat(browser.page(page + "?tab=files&show=MLmodel"))
        .contains("flavors: {}", "&lt;b&gt;not bold")
        .doesNotContain("<b>not");
    HttpResponse<String> link = browser.get(base + "/data/a%20b%23%3F.txt");
    assertThat(link.statusCode()).as(link.body()).isEqualTo(303);
    String signed = link.headers().firstValue("Location").orElseThrow();
    assertThat(browser.page(signed)).isEqualTo("x".repeat(2_345));
    assertThat(browser.get(base + "/nothing").statusCode()).isEqualTo(404);
    assertThat(unzipped(browser.bytes(base + ".zip"))).isEqualTo(files);
    String user = newUser();
    as(server, user);
    sql(server, "GRANT BROWSE ON CATALOG %s TO %s".formatted(catalog(model), user));
    Browser browsing = Browser.of(server, user);
    for (String path : new String[] {page + "?tab=files", base + ".zip", base + "/MLmodel"}) {
      assertThat(browsing.get(path).statusCode()).as(path).isEqualTo(403);
    }
  }

  private static Map<String, String> unzipped(byte[] bytes) throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
      }
    }
    return files;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void snippetsAreFilledIn(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    sql(
        server,
        """
        ALTER MODEL %1$s ADD VERSION FROM 'x'; ALTER MODEL %1$s VERSION 1 SET ALIAS a;
        ALTER MODEL %1$s VERSION 1 SET ALIAS champion;
        """
            .formatted(model));
    Browser browser = Browser.of(server, "admin");
    assertThat(browser.page("/models/" + model + "?tab=use"))
        .contains("models:/" + model + "@champion")
        .contains(server.httpUrl() + "/api/2.1/unity-catalog/models/" + model)
        .contains("jdbc:vitrine://" + server.httpUrl().substring("http://".length()))
        .contains("SHOW ALIASES IN MODEL " + model);
    sql(
        server,
        "ALTER MODEL " + model + " UNSET ALIAS a; ALTER MODEL " + model + " UNSET ALIAS champion");
    assertThat(browser.page("/models/" + model + "?tab=use")).contains("models:/" + model + "/1");
  }
}
