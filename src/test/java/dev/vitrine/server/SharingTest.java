package dev.vitrine.server;

import static dev.vitrine.server.Rest.MLFLOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.TestStorage;
import dev.vitrine.TestStore;
import dev.vitrine.authentication.TokenText;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.server.Rest.Answer;
import dev.vitrine.server.sharing.SharingEndpoints;
import dev.vitrine.session.OpenStores;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.securable.Authorship;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What recipients of shares read, and what they do not. */
final class SharingTest extends RestTest {
  private static final String ABSENT =
      "The share, model, version or file does not exist or is not shared with this recipient.";

  private static int names;

  /** A share of a model with one READY version with files, granted to a recipient. */
  private record Shared(TestServer server, String model, String share, String token) {
    Answer get(String path, String... headers) throws Exception {
      return SharingTest.get(server, token, path, headers);
    }

    /** The path of the model in the share, {@code ml.churn}. */
    String path() {
      return "/shares/" + share + "/models/ml/churn";
    }

    String file() {
      return path() + "/versions/1/files/MLmodel";
    }
  }

  private static Answer get(TestServer server, String token, String path, String... headers)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + token));
    all.addAll(List.of(headers));
    return Rest.raw(
        "GET",
        server.httpUrl() + SharingEndpoints.PATH + path,
        new byte[0],
        all.toArray(String[]::new));
  }

  /** Runs CREATE RECIPIENT or ROTATE TOKEN, and returns the token. */
  private static String token(TestServer server, String statement) throws Exception {
    // The first column is the name.
    String file =
        columns(server, statement).stream().filter(text -> text.startsWith("{")).findFirst().get();
    JsonNode activation = new JsonMapper().readTree(file);
    assertThat(activation.path("endpoint").asText())
        .isEqualTo(server.httpUrl() + SharingEndpoints.PATH);
    return activation.path("bearerToken").asText();
  }

  private static List<String> columns(TestServer server, String query) throws SQLException {
    try (var admin = server.connect("admin");
        var statement = admin.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      List<String> row = new ArrayList<>();
      for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
        row.add(rows.getString(column));
      }
      return row;
    }
  }

  private static Shared shared(TestServer server) throws Exception {
    String model = newModel(server);
    as(server, "admin").version(model);
    String share = "share" + ++names;
    sql(
        server,
        "CREATE SHARE %1$s COMMENT 'For you'; ALTER SHARE %1$s ADD MODEL %2$s AS ml.churn"
            .formatted(share, model));
    String token = token(server, "CREATE RECIPIENT r" + names);
    sql(server, "GRANT SELECT ON SHARE " + share + " TO RECIPIENT r" + names);
    return new Shared(server, model, share, token);
  }

  private static List<String> members(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void aRecipientReadsWhatIsSharedAndNothingElse(TestStore store, TestStorage storage)
      throws Exception {
    TestServer server = server(store, storage);
    Shared shared = shared(server);
    String model = shared.model();
    String hidden = newModel(server);
    sql(
        server,
        "CREATE SHARE other" + names + "; ALTER SHARE other" + names + " ADD MODEL " + hidden);
    sql(
        server,
        """
        COMMENT ON MODEL %1$s IS 'Predicts churn'; ALTER MODEL %1$s SET TAGS ('team' = 'ml');
        ALTER MODEL %1$s VERSION 1 SET TAGS ('k' = 'v'); ALTER MODEL %1$s VERSION 1 SET ALIAS Champion;
        ALTER MODEL %1$s ADD VERSION FROM 'runs:/secretrun/model' RUN ID 'secretrun' COMMENT 'second'
          SIGNATURE '{"inputs": "x"}' INPUTS (secret.source.t) PARAMS ('secretparam' = '1')
          METRICS ('secretmetric' = 1);
        GRANT EXECUTE ON MODEL %1$s TO `account users`;
        """
            .formatted(model));
    long pending = as(server, "admin").begin(model);
    assertThat(pending).isEqualTo(3);

    List<String> texts = new ArrayList<>();
    JsonNode shares = shared.get("/shares").ok().body();
    texts.add(shares.toString());
    assertThat(shares.toString())
        .isEqualTo(
            "{\"shares\":[{\"name\":\"%s\",\"comment\":\"For you\"}]}".formatted(shared.share()));
    JsonNode state = shared.get("/shares/" + shared.share()).ok().body();
    assertThat(members(state)).containsExactly("name", "comment", "revision");

    JsonNode models = shared.get("/shares/" + shared.share() + "/models").ok().body();
    texts.add(models.toString());
    assertThat(models.toString())
        .isEqualTo(
            "{\"models\":[{\"schema\":\"ml\",\"name\":\"churn\",\"comment\":\"Predicts churn\","
                + "\"tags\":{\"team\":\"ml\"},\"aliases\":{\"Champion\":1},\"versions\":[2,1]}]}");

    JsonNode versions = shared.get(shared.path() + "/versions").ok().body();
    texts.add(versions.toString());
    assertThat(members(versions)).containsExactly("versions");
    JsonNode second = versions.path("versions").get(0);
    JsonNode first = versions.path("versions").get(1);
    assertThat(versions.path("versions")).hasSize(2);
    for (JsonNode version : List.of(first, second)) {
      assertThat(members(version))
          .containsExactly("version", "comment", "tags", "signature", "created_at", "files");
    }
    assertThat(second.path("version").asLong()).isEqualTo(2);
    assertThat(second.path("comment").asText()).isEqualTo("second");
    assertThat(second.path("signature").asText()).isEqualTo("{\"inputs\": \"x\"}");
    assertThat(second.path("files")).isEmpty();
    assertThat(first.path("tags").toString()).isEqualTo("{\"k\":\"v\"}");
    JsonNode file = first.path("files").get(0);
    assertThat(members(file)).containsExactly("path", "size", "sha256");
    assertThat(file.path("path").asText()).isEqualTo("MLmodel");

    Answer bytes = shared.get(shared.file()).ok();
    byte[] content = bytes.response().body();
    assertThat(new String(content, UTF_8)).isEqualTo(Rest.MLMODEL);
    assertThat(file.path("size").asLong()).isEqualTo(content.length);
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    assertThat(file.path("sha256").asText()).isEqualTo(sha256);
    assertThat(bytes.response().headers().firstValue("ETag")).contains("\"" + sha256 + "\"");
    assertThat(bytes.response().headers().firstValue("Last-Modified")).isEmpty();
    Answer part = shared.get(shared.file(), "Range", "bytes=1-3");
    assertThat(part.status()).isEqualTo(206);
    assertThat(new String(part.response().body(), UTF_8)).isEqualTo(Rest.MLMODEL.substring(1, 4));

    assertThat(texts)
        .allSatisfy(
            text ->
                assertThat(text)
                    .doesNotContain("secret", "admin", "account users", "runs:", model, hidden));
  }

  /** Everything that is missing, hidden, not shared or not granted is answered alike. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void whatIsNotSharedIsAbsent(TestStore store) throws Exception {
    TestServer server = server(store, TestStorage.DISK);
    Shared shared = shared(server);
    Shared other = shared(server);
    as(server, "admin").begin(shared.model());
    String root = "/shares/" + shared.share();
    List<String> absent =
        List.of(
            "/shares/nothing",
            "/shares/" + other.share(),
            "/shares/" + other.share() + "/models",
            "/shares/nothing/models",
            other.path() + "/versions",
            other.file(),
            root + "/models/ml/none/versions",
            root + "/models/s/m/versions",
            root + "/models/ml/churn%00/versions",
            root + "/models/ml/none/versions/1/files/MLmodel",
            shared.path() + "/versions/2/files/MLmodel",
            shared.path() + "/versions/9/files/MLmodel",
            shared.path() + "/versions/1/files/none",
            shared.path() + "/versions/1/files/a/../MLmodel",
            shared.path() + "/versions/1/files/%2e%2e%2fMLmodel");
    for (String path : absent) {
      Answer answer = shared.get(path);
      // Jetty refuses or resolves some paths before Vitrine sees them.
      if (answer.status() != 400) {
        assertThat(answer.refused(404, "RESOURCE_DOES_NOT_EXIST")).as(path).startsWith(ABSENT);
      }
    }
    shared.get(shared.path() + "/versions?page_token=x").refused(400, "INVALID_PARAMETER_VALUE");
  }

  /** Each way to end access ends it with the next request, and back again. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void accessEndsAtOnce(TestStore store) throws Exception {
    TestServer server = server(store, TestStorage.DISK);
    Shared shared = shared(server);
    String user = newUser();
    as(server, user);
    String catalog = catalog(shared.model());
    sql(
        server,
        "GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG %1$s TO %2$s; ALTER SHARE %3$s OWNER TO %2$s"
            .formatted(catalog, user, shared.share()));
    String recipient = "r" + names;
    Map<String, String> turns = new LinkedHashMap<>();
    turns.put(
        "REVOKE SELECT ON SHARE %1$s FROM RECIPIENT %2$s",
        "GRANT SELECT ON SHARE %1$s TO RECIPIENT %2$s");
    for (String privilege : List.of("EXECUTE", "USE CATALOG", "USE SCHEMA")) {
      turns.put(
          "REVOKE " + privilege + " ON CATALOG %3$s FROM %4$s",
          "GRANT " + privilege + " ON CATALOG %3$s TO %4$s");
    }
    turns.put(
        "ALTER SHARE %1$s REMOVE MODEL ml.churn", "ALTER SHARE %1$s ADD MODEL %5$s AS ml.churn");
    String other = newUser();
    as(server, other);
    turns.put("ALTER SHARE %1$s OWNER TO " + other, "ALTER SHARE %1$s OWNER TO %4$s");
    for (Map.Entry<String, String> turn : turns.entrySet()) {
      shared.get(shared.file()).ok();
      sql(
          server,
          turn.getKey().formatted(shared.share(), recipient, catalog, user, shared.model()));
      assertThat(shared.get(shared.file()).refused(404, "RESOURCE_DOES_NOT_EXIST"))
          .as(turn.getKey())
          .startsWith(ABSENT);
      shared.get(shared.path() + "/versions").refused(404, "RESOURCE_DOES_NOT_EXIST");
      if (!turn.getKey().contains("SELECT ON SHARE")) {
        assertThat(shared.get("/shares/" + shared.share() + "/models").ok().body().path("models"))
            .as(turn.getKey())
            .isEmpty();
      }
      sql(
          server,
          turn.getValue().formatted(shared.share(), recipient, catalog, user, shared.model()));
    }
    shared.get(shared.file()).ok();
    String rotated = token(server, "ALTER RECIPIENT " + recipient + " ROTATE TOKEN");
    shared.get(shared.file()).refused(401, "UNAUTHENTICATED");
    get(server, rotated, shared.file()).ok();
    expire(server, recipient, rotated);
    get(server, rotated, shared.file()).refused(401, "UNAUTHENTICATED");
    String again = token(server, "ALTER RECIPIENT " + recipient + " ROTATE TOKEN");
    get(server, again, shared.file()).ok();
    sql(server, "DROP MODEL " + shared.model());
    get(server, again, shared.file()).refused(404, "RESOURCE_DOES_NOT_EXIST");
    sql(server, "DROP SHARE " + shared.share());
    assertThat(get(server, again, "/shares").ok().body().path("shares")).isEmpty();
    sql(server, "DROP RECIPIENT " + recipient);
    get(server, again, "/shares").refused(401, "UNAUTHENTICATED");
  }

  /** Lets the token of a recipient expire. */
  private static void expire(TestServer server, String recipient, String token) {
    try (StoreTransaction transaction = OpenStores.at(server.storeUrl()).begin()) {
      transaction.call(
          work -> {
            work.recipients()
                .setToken(
                    work.recipients().find(recipient).orElseThrow().id(),
                    TokenText.ofRecipient(token).orElseThrow().hash(),
                    UtcTime.now().minusSeconds(1),
                    new Authorship(UtcTime.now(), "admin"));
            work.commit();
            return true;
          });
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theRevisionChangesWithTheContent(TestStore store) throws Exception {
    TestServer server = server(store, TestStorage.DISK);
    Shared shared = shared(server);
    String path = "/shares/" + shared.share();
    String revision = shared.get(path).ok().body().path("revision").asText();
    assertThat(revision).hasSize(64);
    assertThat(shared.get(path, "If-None-Match", "\"" + revision + "\"").status()).isEqualTo(304);
    sql(server, "ALTER MODEL %s SET OWNER TO admin".formatted(shared.model()));
    for (String change :
        List.of(
            "COMMENT ON SHARE " + shared.share() + " IS 'y'",
            "COMMENT ON SHARE " + shared.share() + " IS NULL",
            "COMMENT ON MODEL M IS 'x'",
            "ALTER MODEL M SET TAGS ('k' = 'v')",
            "ALTER MODEL M SET TAGS ('k' = 'w')",
            "ALTER MODEL M VERSION 1 SET ALIAS a",
            "ALTER MODEL M VERSION 1 SET ALIAS A",
            "ALTER MODEL M VERSION 1 SET TAGS ('k' = 'v')",
            "COMMENT ON MODEL M VERSION 1 IS 'x'",
            "ALTER MODEL M ADD VERSION FROM 'x'",
            "ALTER MODEL M DROP VERSION 2",
            "ALTER MODEL M UNSET TAGS ('k')",
            "ALTER MODEL M UNSET ALIAS a",
            "ALTER SHARE " + shared.share() + " REMOVE MODEL M",
            "ALTER SHARE " + shared.share() + " ADD MODEL M AS x.y")) {
      sql(server, change.replaceAll("\\bM\\b", shared.model()));
      String next =
          shared
              .get(path, "If-None-Match", "\"" + revision + "\"")
              .ok()
              .body()
              .path("revision")
              .asText();
      assertThat(next).as(change).isNotEqualTo(revision);
      assertThat(shared.get(path).ok().body().path("revision").asText()).isEqualTo(next);
      revision = next;
    }
  }

  /** Pages neither contain nor name models that the owner of the share cannot read. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void pagesShowNoModelThatTheOwnerCannotRead(TestStore store) throws Exception {
    TestServer server = server(store, TestStorage.DISK);
    Shared shared = shared(server);
    String user = newUser();
    as(server, user);
    String catalog = catalog(shared.model());
    StringBuilder text = new StringBuilder();
    for (int number = 100; number < 250; number++) {
      text.append("CREATE MODEL %s.s.n%d;".formatted(catalog, number));
      text.append("ALTER SHARE %s ADD MODEL %s.s.n%d;".formatted(shared.share(), catalog, number));
      if (number % 10 != 9) {
        text.append("GRANT EXECUTE ON MODEL %s.s.n%d TO %s;".formatted(catalog, number, user));
      }
    }
    sql(server, text.toString());
    sql(
        server,
        "GRANT USE CATALOG, USE SCHEMA ON CATALOG %1$s TO %2$s; ALTER SHARE %3$s OWNER TO %2$s"
            .formatted(catalog, user, shared.share()));
    List<String> found = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          shared.get("/shares/" + shared.share() + "/models?page_token=" + token).ok().body();
      page.path("models").forEach(model -> found.add(model.path("name").asText()));
      sizes.add(page.path("models").size());
      token = page.path("next_page_token").asText();
    } while (!token.isEmpty());
    assertThat(sizes).containsExactly(100, 35);
    assertThat(found).hasSize(135).doesNotHaveDuplicates().noneMatch(name -> name.endsWith("9"));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void tokensOfUsersAndRecipientsAreNotExchangeable(TestStore store) throws Exception {
    TestServer server = server(store, TestStorage.DISK);
    Shared shared = shared(server);
    String own = columns(server, "CREATE TOKEN").get(1);
    get(server, own, "/shares").refused(401, "UNAUTHENTICATED");
    new Rest(server.httpUrl(), "Bearer " + shared.token())
        .get(MLFLOW + "/registered-models/get?name=" + shared.model())
        .refused(401, "UNAUTHENTICATED");
    Rest.raw("GET", server.httpUrl() + SharingEndpoints.PATH + "/shares", new byte[0])
        .refused(401, "UNAUTHENTICATED");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void readsAndRefusalsAreAudited(TestStore store) throws Exception {
    TestServer server = server(store, TestStorage.DISK);
    Shared shared = shared(server);
    String recipient = "r" + names;
    shared.get(shared.file()).ok();
    shared.get("/shares/" + shared.share() + "/models").ok();
    shared.get("/shares/nothing/models").refused(404, "RESOURCE_DOES_NOT_EXIST");
    List<String> rows =
        column(
            server,
            "SELECT action_name || ' ' || response_code || ' ' || request_params"
                + " FROM system.access.audit WHERE user_identity = 'recipient:"
                + recipient
                + "' ORDER BY 1");
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0)).startsWith("recipientListModels 200");
    assertThat(rows.get(1)).startsWith("recipientListModels 404");
    assertThat(rows.get(2))
        .startsWith("recipientReadFile 200")
        .contains("ml.churn", "MLmodel", recipient, shared.share());
    assertThat(column(server, "SELECT request_params FROM system.access.audit").toString())
        .doesNotContain("vts_");
  }

  /** A version whose files are lost is left out, and hides no other. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aLostFileHidesItsVersionOnly(TestStore store) throws Exception {
    try (TestServer server = TestServer.start(store.newUrl())) {
      Shared shared = shared(server);
      sql(server, "ALTER MODEL " + shared.model() + " ADD VERSION FROM 'x'");
      try (Stream<Path> files = Files.walk(TestServer.storage(server.storeUrl()))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
      JsonNode versions = shared.get(shared.path() + "/versions").ok().body().path("versions");
      assertThat(versions).hasSize(1);
      assertThat(versions.get(0).path("version").asLong()).isEqualTo(2);
      shared.get(shared.file()).refused(404, "RESOURCE_DOES_NOT_EXIST");
    }
  }

  /** A failure that passes must not let recipients delete a version. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aFailureOfTheStorageHidesNoVersion(TestStore store) throws Exception {
    try (TestServer server = TestServer.start(store.newUrl())) {
      Shared shared = shared(server);
      List<Path> blobs;
      try (Stream<Path> files =
          Files.walk(TestServer.storage(server.storeUrl()).resolve("blobs"))) {
        blobs = files.filter(Files::isRegularFile).toList();
      }
      Map<Path, byte[]> contents = new LinkedHashMap<>();
      for (Path blob : blobs) {
        contents.put(blob, Files.readAllBytes(blob));
        Files.delete(blob);
        // It can be opened, but not read.
        Files.createDirectory(blob);
      }
      shared.get(shared.path() + "/versions").refused(429, "TEMPORARILY_UNAVAILABLE");
      shared.get(shared.file()).refused(429, "TEMPORARILY_UNAVAILABLE");
      for (Path blob : blobs) {
        Files.delete(blob);
        Files.write(blob, new byte[] {1});
      }
      // Its checksum would be that of another content.
      assertThat(shared.get(shared.path() + "/versions").ok().body().path("versions")).isEmpty();
      for (Map.Entry<Path, byte[]> content : contents.entrySet()) {
        Files.write(content.getKey(), content.getValue());
      }
      assertThat(shared.get(shared.path() + "/versions").ok().body().path("versions")).hasSize(1);
      shared.get(shared.file()).ok();
    }
  }

  /** A recipient refuses long answers, so pages and lists are bounded in bytes. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void listsAreBoundedInBytes(TestStore store) throws Exception {
    TestServer server = server(store, TestStorage.DISK);
    Shared shared = shared(server);
    String recipient = "r" + names;
    String comment = "\u6f22".repeat(60_000);
    StringBuilder text = new StringBuilder();
    for (int number = 0; number < 30; number++) {
      text.append(
          "CREATE SHARE %1$s_%2$d; GRANT SELECT ON SHARE %1$s_%2$d TO RECIPIENT %3$s;"
              .formatted(shared.share(), number, recipient));
      text.append("CREATE MODEL %s.s.n%d;".formatted(catalog(shared.model()), number));
    }
    sql(server, text.toString());
    for (int number = 0; number < 30; number++) {
      sql(
          server,
          "COMMENT ON SHARE %1$s_%2$d IS '%3$s'; COMMENT ON MODEL %4$s.s.n%2$d IS '%3$s'; "
                  .formatted(shared.share(), number, comment, catalog(shared.model()))
              + "ALTER SHARE %s ADD MODEL %s.s.n%d"
                  .formatted(shared.share(), catalog(shared.model()), number));
    }
    Answer shares = shared.get("/shares").ok();
    assertThat(shares.body().path("shares")).hasSize(31);
    assertThat(shares.response().body()).hasSizeLessThan(8 << 20);
    int models = 0;
    String token = "";
    do {
      Answer page = shared.get("/shares/" + shared.share() + "/models?page_token=" + token).ok();
      assertThat(page.response().body()).hasSizeLessThan(5 << 20);
      models += page.body().path("models").size();
      token = page.body().path("next_page_token").asText();
    } while (!token.isEmpty());
    assertThat(models).isEqualTo(31);
  }

  /** Guesses slow down by a header, and a valid token is let in nevertheless. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void guessesAreThrottled(TestStore store) throws Exception {
    try (TestServer server = TestServer.start(store.newUrl())) {
      String token = token(server, "CREATE RECIPIENT r");
      String guess = "vts_" + "A".repeat(43);
      Answer answer = get(server, guess, "/shares");
      answer.refused(401, "UNAUTHENTICATED");
      assertThat(answer.response().headers().firstValue("Retry-After")).isEmpty();
      for (int count = 0; count < 20; count++) {
        answer = get(server, guess, "/shares");
      }
      answer.refused(401, "UNAUTHENTICATED");
      assertThat(answer.response().headers().firstValueAsLong("Retry-After").orElseThrow())
          .isPositive();
      get(server, token, "/shares").ok();
      // Failures of recipients do not delay users.
      new Rest(server.httpUrl(), Http.basic("admin", TestServer.PASSWORD))
          .get(Rest.CATALOG + "/catalogs")
          .ok();
      assertThat(
              column(
                  server,
                  "SELECT error_message FROM system.access.audit WHERE response_code = 401"))
          .isNotEmpty()
          .allMatch(text -> text.contains("The token of a recipient is invalid."));
    }
  }
}
