package dev.vitrine.server;

import static dev.vitrine.server.Rest.MLFLOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.TestStore;
import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MLflow's searches: filters, orders and pages. */
final class RestSearchTest extends RestTest {
  private static final String VERSIONS = MLFLOW + "/model-versions/search?filter=";
  private static final String MODELS = MLFLOW + "/registered-models/search?filter=";

  /** What can be no filter of any search. */
  private static final List<String> BAD_FILTERS =
      List.of(
          "colour = 'red'",
          "name",
          "name = ",
          "name = x",
          "name = 'a' OR name = 'b'",
          "name = 'a';",
          "name = 'a' AND",
          "creation_timestamp = 'x'",
          "creation_timestamp LIKE '1%'",
          "name NOT LIKE 'a'",
          "name NOT IN 'a'",
          "name IN 'a'",
          "name IN ('a'",
          "name == 'a'",
          "tags. = 'x'",
          "params.a = 'x'",
          "attribute.colour = 'x'",
          "1 = 1",
          "name = 'a' --",
          "'");

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void versionsAreFoundByFilters(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    String name = "name = '" + model + "'";
    sql(
        server,
        """
        ALTER MODEL %1$s ADD VERSION FROM 's3://a' RUN ID 'r1' TAGS ('stage' = 'prod', 'a b' = 'x');
        ALTER MODEL %1$s ADD VERSION FROM 's3://b' RUN ID 'r2' TAGS ('stage' = 'test');
        ALTER MODEL %1$s ADD VERSION FROM 'dbfs:/c' COMMENT 'It''s'
        """
            .formatted(model));
    Map<String, List<Integer>> found = new LinkedHashMap<>();
    found.put(name, List.of(3, 2, 1));
    found.put("name='" + model.toUpperCase(Locale.ROOT) + "'", List.of(3, 2, 1));
    found.put("attribute.name = \"" + model + "\"", List.of(3, 2, 1));
    found.put(name + " and run_id = 'r2'", List.of(2));
    found.put(name + " AND run_id != 'r2'", List.of(1));
    found.put(name + " AND run_id IN ('r1', 'r3')", List.of(1));
    found.put(name + " AND run_id NOT IN ('r1', 'r3')", List.of(2));
    found.put(name + " AND version_number > 1 AND version_number <= 2", List.of(2));
    found.put(name + " AND version_number >= 2 AND version_number < 3", List.of(2));
    found.put(name + " AND version_number != 2", List.of(3, 1));
    found.put(name + " AND version_number = '2'", List.of(2));
    found.put(name + " AND tags.stage = 'prod'", List.of(1));
    found.put(name + " AND tags.stage != 'prod'", List.of(2));
    found.put(name + " AND tags.`stage` LIKE 't%'", List.of(2));
    found.put(name + " AND tags.\"a b\" = 'x'", List.of(1));
    found.put(name + " AND tags.`a b` != \"y\"", List.of(1));
    found.put(name + " AND tag.stage ILIKE 'PR%'", List.of(1));
    found.put(name + " AND tags.stage LIKE 'PR%'", List.of());
    found.put(name + " AND tags.stage IN ('prod', 'dev')", List.of(1));
    found.put(name + " AND tags.`mlflow.prompt.is_prompt` != 'true'", List.of(3, 2, 1));
    found.put(name + " AND tags.mlflow.prompt.is_prompt = 'true'", List.of());
    found.put(name + " AND source_path LIKE 's3:%'", List.of(2, 1));
    found.put(name + " AND source_path LIKE 's3://_'", List.of(2, 1));
    found.put(name + " AND description = 'It''s'", List.of(3));
    found.put(name + " AND creation_timestamp > 0", List.of(3, 2, 1));
    found.put(name + " AND last_updated_timestamp < 1000", List.of());
    found.put("name LIKE '" + catalog(model) + ".%' AND status = 'READY'", List.of(3, 2, 1));
    found.put("name = 'a.b.c'", List.of());
    for (Map.Entry<String, List<Integer>> filter : found.entrySet()) {
      assertThat(versions(admin, filter.getKey(), ""))
          .as(filter.getKey())
          .isEqualTo(filter.getValue());
    }
    assertThat(versions(admin, name, "&max_results=2")).containsExactly(3, 2, 1);
    for (String bad : BAD_FILTERS) {
      admin.get(VERSIONS + encoded(bad)).refused(400, "INVALID_PARAMETER_VALUE");
    }
    Rest nobody = as(server, newUser());
    assertThat(versions(nobody, name, "")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void versionsComeInTheOrderThatIsWanted(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    String name = "name = '" + model + "'";
    sql(
        server,
        """
        ALTER MODEL %1$s ADD VERSION FROM 's3://b' RUN ID 'r2';
        ALTER MODEL %1$s ADD VERSION FROM 's3://a' RUN ID 'r1';
        ALTER MODEL %1$s ADD VERSION FROM 's3://b' RUN ID 'r2';
        ALTER MODEL %1$s ADD VERSION FROM 's3://c'
        """
            .formatted(model));
    Map<String, List<Integer>> orders = new LinkedHashMap<>();
    orders.put("version_number ASC", List.of(1, 2, 3, 4));
    orders.put("attribute.version_number", List.of(1, 2, 3, 4));
    orders.put("`version_number` desc", List.of(4, 3, 2, 1));
    orders.put("creation_timestamp", List.of(1, 2, 3, 4));
    orders.put("run_id", List.of(4, 2, 3, 1));
    orders.put("run_id DESC", List.of(3, 1, 2, 4));
    orders.put("name DESC", List.of(4, 3, 2, 1));
    for (Map.Entry<String, List<Integer>> order : orders.entrySet()) {
      for (int size : new int[] {1, 2, 3, 9}) {
        // Versions created within one millisecond are ordered by their numbers.
        List<Integer> found =
            versions(admin, name, "&max_results=" + size + "&order_by=" + encoded(order.getKey()));
        assertThat(found).as(order.getKey()).containsExactlyInAnyOrderElementsOf(order.getValue());
        if (!order.getKey().equals("creation_timestamp")) {
          assertThat(found).as(order.getKey()).isEqualTo(order.getValue());
        }
      }
    }
    assertThat(
            versions(
                admin,
                name,
                "&max_results=1&order_by=source_path%20DESC&order_by=version_number%20ASC"))
        .containsExactly(4, 1, 3, 2);
    for (String bad : List.of("colour", "name,", "name SIDEWAYS", "name; DROP", "tags.a", "")) {
      admin.get(VERSIONS + "&order_by=" + encoded(bad)).refused(400, "INVALID_PARAMETER_VALUE");
    }
    String token =
        admin
            .get(VERSIONS + encoded(name) + "&max_results=1")
            .ok()
            .body()
            .path("next_page_token")
            .asText();
    assertThat(
            admin
                .get(VERSIONS + encoded(name) + "&order_by=run_id&page_token=" + token)
                .refused(400, "INVALID_PARAMETER_VALUE"))
        .contains("another order");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void pagesContinueAfterTheLastRowDespiteChanges(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    String add = "ALTER MODEL " + model + " ADD VERSION FROM 's'";
    sql(server, String.join(";", add, add, add, add));
    String name = "name = '" + model + "'";
    List<Integer> seen =
        versions(
            admin,
            name,
            "&max_results=2&order_by=version_number",
            () -> {
              sql(server, "ALTER MODEL " + model + " DROP VERSION 1; " + add);
              return null;
            });
    assertThat(seen).containsExactly(1, 2, 3, 4, 5);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void modelsAreFoundAndOrdered(TestStore store) throws Exception {
    TestServer server = server(store);
    String first = newModel(server);
    String catalog = catalog(first);
    String user = newUser();
    Rest reader = as(server, user);
    sql(
        server,
        """
        CREATE MODEL %1$s.s.apple COMMENT 'Red' TAGS ('team' = 'one');
        CREATE MODEL %1$s.s.berry COMMENT 'blue' TAGS ('team' = 'two');
        CREATE MODEL %1$s.s.cherry TAGS ('team' = 'two');
        CREATE MODEL %1$s.s.hidden TAGS ('team' = 'two');
        GRANT EXECUTE ON MODEL %1$s.s.apple TO %2$s; GRANT EXECUTE ON MODEL %1$s.s.berry TO %2$s;
        GRANT EXECUTE ON MODEL %1$s.s.cherry TO %2$s
        """
            .formatted(catalog, user));
    open(server, first, user);
    Map<String, List<String>> found = new LinkedHashMap<>();
    found.put("", List.of("apple", "berry", "cherry"));
    found.put("name LIKE '%rry'", List.of("berry", "cherry"));
    found.put("name ILIKE '%RRY' AND tags.team = 'two'", List.of("berry", "cherry"));
    found.put("name = '" + catalog + ".s.APPLE'", List.of("apple"));
    found.put("name IN ('" + catalog + ".s.berry')", List.of("berry"));
    found.put("tags.team != 'two'", List.of("apple"));
    found.put("tag.`team` LIKE 't_o'", List.of("berry", "cherry"));
    found.put("description ILIKE 'B%'", List.of("berry"));
    found.put("creation_timestamp > 0 AND owner = 'admin'", List.of("apple", "berry", "cherry"));
    found.put("tags.`mlflow.prompt.is_prompt` = 'false'", List.of("apple", "berry", "cherry"));
    found.put("name = '" + catalog + ".s.hidden'", List.of());
    for (Map.Entry<String, List<String>> filter : found.entrySet()) {
      assertThat(models(reader, encoded(filter.getKey())))
          .as(filter.getKey())
          .isEqualTo(filter.getValue());
    }
    assertThat(models(reader, "&max_results=1&order_by=name%20DESC"))
        .containsExactly("cherry", "berry", "apple");
    assertThat(models(reader, "&max_results=2&order_by=description"))
        .containsExactly("cherry", "apple", "berry");
    assertThat(models(reader, "&max_results=1&order_by=last_updated_timestamp%20DESC"))
        .containsExactlyInAnyOrder("apple", "berry", "cherry");
    for (String bad : BAD_FILTERS) {
      reader.get(MODELS + encoded(bad)).refused(400, "INVALID_PARAMETER_VALUE");
    }
    reader.get(MODELS + "&order_by=version_number").refused(400, "INVALID_PARAMETER_VALUE");

    String browser = newUser();
    Rest asBrowser = as(server, browser);
    sql(server, "GRANT BROWSE ON CATALOG " + catalog + " TO " + browser);
    assertThat(models(asBrowser, "tags.team%3D'two'")).isEmpty();
    assertThat(models(asBrowser, "tags.team%3D'two'&include_browse=true&max_results=2"))
        .containsExactly("berry", "cherry", "hidden");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void tokensNameNothingThatWasNotShown(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String catalog = catalog(model);
    String user = newUser();
    Rest reader = as(server, user);
    open(server, model, user);
    sql(
        server,
        """
        CREATE MODEL %1$s.s.a1; CREATE MODEL %1$s.s.a2secret; CREATE MODEL %1$s.s.a3;
        GRANT EXECUTE ON MODEL %1$s.s.a1 TO %2$s; GRANT EXECUTE ON MODEL %1$s.s.a3 TO %2$s
        """
            .formatted(catalog, user));
    for (String order : List.of("", "&order_by=creation_timestamp", "&order_by=name%20DESC")) {
      String token =
          reader
              .get(MODELS + "&max_results=1" + order)
              .ok()
              .body()
              .path("next_page_token")
              .asText();
      assertThat(new String(Base64.getUrlDecoder().decode(token), UTF_8)).doesNotContain("secret");
    }
  }

  /** The numbers on all pages. */
  private static List<Integer> versions(Rest client, String filter, String more) throws Exception {
    return versions(client, filter, more, () -> null);
  }

  /** The same, with something done after the first page. */
  private static List<Integer> versions(
      Rest client, String filter, String more, Callable<?> meanwhile) throws Exception {
    List<Integer> numbers = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          client.get(VERSIONS + encoded(filter) + more + "&page_token=" + token).ok().body();
      page.path("model_versions").forEach(each -> numbers.add(each.path("version").asInt()));
      if (token.isEmpty()) {
        meanwhile.call();
      }
      token = page.path("next_page_token").asText();
    } while (!token.isEmpty());
    return numbers;
  }

  /** The last parts of the names on all pages. */
  private static List<String> models(Rest client, String query) throws Exception {
    List<String> names = new ArrayList<>();
    String token = "";
    do {
      JsonNode page = client.get(MODELS + query + "&page_token=" + token).ok().body();
      page.path("registered_models")
          .forEach(each -> names.add(each.path("name").asText().replaceFirst(".*\\.", "")));
      token = page.path("next_page_token").asText();
    } while (!token.isEmpty());
    return names;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /** Also where the database has the C locale, in which LOWER changes ASCII letters only. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void ilikeIgnoresTheCaseOfAllLetters(TestStore store) throws Exception {
    String url = store == TestStore.POSTGRESQL ? inLocaleC(store.newUrl()) : store.newUrl();
    try (TestServer server = TestServer.start(url)) {
      sql(
          server,
          "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m COMMENT 'ÄPFEL und Σίγμα 100%'");
      Rest admin = as(server, "admin");
      for (String pattern : List.of("%äpfel%", "%ÄPFEL%", "äPFEL UND σίγμα%", "%ΊΓΜΑ 100_")) {
        String filter = "description ILIKE '" + pattern + "'";
        assertThat(
                admin
                    .get(MODELS + URLEncoder.encode(filter, UTF_8))
                    .ok()
                    .body()
                    .path("registered_models"))
            .as(filter)
            .hasSize(1);
      }
      admin
          .get(MODELS + URLEncoder.encode("description ILIKE 'àáâãäåæçèéêëìíîïðñòóôõö'", UTF_8))
          .refused(400, "INVALID_PARAMETER_VALUE");
    }
  }

  /** A new database with the C locale, beside the one at this URL. */
  private static String inLocaleC(String url) throws SQLException {
    String database = url.replaceAll(".*/(\\w+)\\?.*", "$1");
    String postgres = url.replace("jdbc:vitrine:", "jdbc:").replace("/" + database, "/postgres");
    try (Connection operator = DriverManager.getConnection(postgres);
        Statement statement = operator.createStatement()) {
      statement.execute(
          "CREATE DATABASE "
              + database
              + "_c TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
    }
    return url.replace("/" + database + "?", "/" + database + "_c?");
  }
}
