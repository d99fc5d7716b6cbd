package dev.vitrine.server;

import static dev.vitrine.server.Rest.FILES;
import static dev.vitrine.server.Rest.MLFLOW;
import static dev.vitrine.server.Rest.directory;
import static dev.vitrine.server.Rest.naming;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.TestStore;
import dev.vitrine.catalog.Claims;
import dev.vitrine.catalog.FileRight;
import dev.vitrine.session.Engine;
import dev.vitrine.session.RemoteUser;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.store.principal.LoginCredentials;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A signed URL is invalid after its user lost the privilege. */
final class SignedUrlRevocationTest extends RestTest {
  private static final byte[] NOTHING = {};

  /** What takes the right of a reader away; {@code m} is the model, {@code u} the user. */
  private static final List<String> READING =
      List.of(
          "REVOKE EXECUTE ON MODEL :m FROM :u",
          "REVOKE USE SCHEMA ON SCHEMA :c.s FROM :u",
          "REVOKE USE CATALOG ON CATALOG :c FROM :u",
          "ALTER MODEL :m DROP VERSION 1",
          "DROP MODEL :m",
          "DROP MODEL :m; CREATE MODEL :m; GRANT EXECUTE ON MODEL :m TO :u;"
              + " ALTER MODEL :m ADD VERSION FROM 's3://x'",
          "DROP CATALOG :c CASCADE",
          "DROP USER :u");

  /** Changes that remove the right to add files. */
  private static final List<String> WRITING =
      List.of(
          "REVOKE CREATE MODEL VERSION ON MODEL :m FROM :u",
          "REVOKE USE SCHEMA ON SCHEMA :c.s FROM :u",
          "REVOKE USE CATALOG ON CATALOG :c FROM :u",
          "ALTER MODEL :m DROP VERSION 1",
          "DROP MODEL :m",
          "DROP CATALOG :c CASCADE",
          "DROP USER :u");

  static Stream<Arguments> reading() {
    return everywhere(READING);
  }

  static Stream<Arguments> writing() {
    return everywhere(WRITING);
  }

  private static Stream<Arguments> everywhere(List<String> changes) {
    return Stream.of(TestStore.values())
        .flatMap(store -> changes.stream().map(change -> Arguments.of(store, change)));
  }

  private static void change(TestServer server, String change, String model, String user)
      throws Exception {
    sql(server, change.replace(":m", model).replace(":c", catalog(model)).replace(":u", user));
  }

  /** The same as of a url whose time is over. */
  private static void assertExpired(Rest.Answer answer) {
    assertThat(answer.refused(403, "PERMISSION_DENIED"))
        .isEqualTo("The URL has expired. Request a new URL.");
  }

  private static String reader(TestServer server, String model) throws Exception {
    String user = newUser();
    as(server, user);
    open(server, model, user);
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO " + user);
    return user;
  }

  @ParameterizedTest
  @MethodSource("reading")
  void aDownloadEndsWithTheRight(TestStore store, String change) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    as(server, "admin").version(model);
    String user = reader(server, model);
    String other = reader(server, model);
    String path = directory(model, 1) + "/MLmodel";
    String url = new Rest(server, user).url("/create-download-url", path);
    String others = new Rest(server, other).url("/create-download-url", path);
    assertThat(Rest.raw("GET", url, NOTHING).response().body()).isNotEmpty();
    change(server, change, model, user);
    assertExpired(Rest.raw("GET", url, NOTHING));
    if (change.contains(":u") && !change.contains("DROP MODEL")) {
      assertThat(Rest.raw("GET", others, NOTHING).status()).isEqualTo(200);
    } else {
      assertExpired(Rest.raw("GET", others, NOTHING));
    }
  }

  @ParameterizedTest
  @MethodSource("writing")
  void anUploadEndsWithTheRight(TestStore store, String change) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String user = newUser();
    as(server, user);
    open(server, model, user);
    sql(server, "GRANT CREATE MODEL VERSION ON MODEL " + model + " TO " + user);
    Rest client = new Rest(server, user);
    String path = directory(model, client.begin(model)) + "/f";
    String whole = client.url("/create-upload-url", path);
    String token =
        client
            .post(FILES + "/files" + path + "?action=initiate-upload", "")
            .ok()
            .body()
            .path("multipart_upload")
            .path("session_token")
            .asText();
    String upload = "{'path': '" + path + "', 'session_token': '" + token + "'";
    JsonNode parts =
        client
            .post(
                FILES + "/create-upload-part-urls",
                upload + ", 'start_part_number': 1, 'count': 1}")
            .ok()
            .body();
    String part = parts.path("upload_part_urls").get(0).path("url").asText();
    String abort =
        client
            .post(FILES + "/create-abort-upload-url", upload + "}")
            .ok()
            .body()
            .path("abort_upload_url")
            .path("url")
            .asText();
    Rest.raw("PUT", whole, "x".getBytes(UTF_8)).ok();
    Rest.raw("PUT", part, "x".getBytes(UTF_8)).ok();
    change(server, change, model, user);
    assertExpired(Rest.raw("PUT", whole, "y".getBytes(UTF_8)));
    assertExpired(Rest.raw("PUT", part, "y".getBytes(UTF_8)));
    assertExpired(Rest.raw("DELETE", abort, NOTHING));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aRenamedModelIsTheSameAndAReadyVersionTakesNothing(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    long version = admin.begin(model);
    String path = directory(model, version);
    String late = admin.url("/create-upload-url", path + "/late");
    admin.upload(path + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
    admin.post(MLFLOW + "/model-versions/finalize", naming(model, version)).ok();
    Rest.raw("PUT", late, NOTHING).refused(400, "INVALID_STATE");
    String user = reader(server, model);
    String url = new Rest(server, user).url("/create-download-url", path + "/MLmodel");
    sql(server, "ALTER MODEL " + model + " RENAME TO " + catalog(model) + ".s.renamed");
    assertThat(Rest.raw("GET", url, NOTHING).status()).isEqualTo(200);
  }

  /** Rights through a group, a container or ownership; and the rest when one of two is removed. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void rightsThatComeInOtherWaysEndToo(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    as(server, "admin").version(model);
    String path = directory(model, 1) + "/MLmodel";
    String user = newUser();
    as(server, user);
    String group = "g" + user;
    sql(
        server,
        ("CREATE GROUP %1$s; ALTER GROUP %1$s ADD USER %2$s;"
                + " GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG %3$s TO %1$s")
            .formatted(group, user, catalog(model)));
    Rest client = new Rest(server, user);
    String byGroup = client.url("/create-download-url", path);
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO " + user);
    sql(server, "REVOKE EXECUTE ON CATALOG " + catalog(model) + " FROM " + group);
    assertThat(Rest.raw("GET", byGroup, NOTHING).status()).isEqualTo(200);
    sql(server, "ALTER GROUP " + group + " DROP USER " + user);
    assertExpired(Rest.raw("GET", byGroup, NOTHING));
    sql(server, "ALTER MODEL " + model + " SET OWNER TO " + user);
    open(server, model, user);
    String asOwner = client.url("/create-download-url", path);
    sql(server, "REVOKE EXECUTE ON MODEL " + model + " FROM " + user);
    assertThat(Rest.raw("GET", asOwner, NOTHING).status()).isEqualTo(200);
    sql(server, "ALTER MODEL " + model + " SET OWNER TO admin");
    assertExpired(Rest.raw("GET", asOwner, NOTHING));
  }

  /** Group claims at the time of signing apply as long as the groups have the privilege. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aClaimCountsAsLongAsTheGroupHasTheRight(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    as(server, "admin").version(model);
    String user = newUser();
    as(server, user);
    String group = "outside" + user;
    String admins = "admins" + user;
    sql(
        server,
        ("CREATE GROUP %1$s EXTERNAL; CREATE GROUP %2$s EXTERNAL;"
                + " GRANT EXECUTE ON MODEL %3$s TO %1$s")
            .formatted(group, admins, model));
    long id = Long.parseLong(principalId(server, user));
    try (Engine engine = Engine.open(server.storeUrl())) {
      FileRight admin = right(engine, user, id, Claims.of(List.of(group, admins), admins), model);
      assertThat(admin.claimsAdmin()).isTrue();
      assertThat(permits(engine, admin, model)).isTrue();
      sql(server, "DROP GROUP " + admins);
      assertThat(permits(engine, admin, model)).as("the gates were open to an admin").isFalse();
      open(server, model, group);
      assertThat(permits(engine, admin, model)).isTrue();
      FileRight right = right(engine, user, id, Claims.of(List.of(group), null), model);
      assertThat(right.claimed()).hasSize(1);
      assertThat(permits(engine, right, model)).isTrue();
      FileRight unclaimed = new FileRight(id, List.of(), false, right.modelId(), right.version());
      assertThat(permits(engine, unclaimed, model)).isFalse();
      sql(server, "REVOKE EXECUTE ON MODEL " + model + " FROM " + group);
      assertThat(permits(engine, right, model)).isFalse();
      sql(server, "GRANT EXECUTE ON MODEL " + model + " TO " + group);
      assertThat(permits(engine, right, model)).isTrue();
      sql(server, "DROP USER " + user);
      assertThat(permits(engine, right, model)).isFalse();
    }
  }

  private static String principalId(TestServer server, String user) throws Exception {
    try (var connection =
            java.sql.DriverManager.getConnection(
                dev.vitrine.store.vendor.StoreLocation.parse(server.storeUrl()).jdbcUrl());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT id FROM vitrine.principals WHERE name = '" + user + "'")) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static FileRight right(Engine engine, String user, long id, Claims claims, String model) {
    try (Session session =
        engine.session(
            new RemoteUser(
                id,
                user,
                claims,
                LoginCredentials.of(LoginCredentials.Kind.PASSWORD, 0),
                "127.0.0.1"))) {
      return opened(session, model).right();
    }
  }

  private static OpenFiles.Opened opened(Session session, String model) {
    return session.execute(
        new OpenFiles(QualifiedName.of(model.split("\\.")), 1, OpenFiles.Access.READ, ""),
        Limits.NONE);
  }

  private static boolean permits(Engine engine, FileRight right, String model) {
    long set;
    try (Session session = engine.connect("admin")) {
      session.execute("GRANT EXECUTE ON MODEL " + model + " TO admin", List.of(), Limits.NONE);
      set = opened(session, model).set();
    }
    return engine.permits(right, set, OpenFiles.Access.READ);
  }
}
