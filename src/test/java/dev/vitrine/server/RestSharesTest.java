package dev.vitrine.server;

import static dev.vitrine.server.Rest.CATALOG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.TestStorage;
import dev.vitrine.TestStore;
import dev.vitrine.server.sharing.SharingEndpoints;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shares and recipients over REST; {@code sdk.py} tests them with the client of Databricks. */
final class RestSharesTest extends RestTest {
  private static final String SHARES = CATALOG + "/shares";
  private static final String RECIPIENTS = CATALOG + "/recipients";

  private static JsonNode activation(JsonNode recipient) throws Exception {
    String url = recipient.path("tokens").get(0).path("activation_url").asText();
    String prefix = "data:application/json;base64,";
    assertThat(url).startsWith(prefix);
    return new JsonMapper()
        .readTree(new String(Base64.getDecoder().decode(url.substring(prefix.length())), UTF_8));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void sharesAreCreatedChangedAndDropped(TestStore store) throws Exception {
    TestServer server = server(store, TestStorage.DISK);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    JsonNode share = admin.post(SHARES, "{'name': 'Rest', 'comment': 'x'}").ok().body();
    assertThat(share.path("name").asText()).isEqualTo("rest");
    assertThat(share.path("owner").asText()).isEqualTo("admin");
    admin.post(SHARES, "{'name': 'rest'}").refused(400, "RESOURCE_ALREADY_EXISTS");
    admin
        .post(SHARES, "{'name': 'other', 'storage_root': 's3://b'}")
        .refused(501, "NOT_IMPLEMENTED");
    String add =
        "{'action': 'ADD', 'data_object': {'name': '" + model + "', 'data_object_type': '%s'%s}}";
    admin
        .patch(SHARES + "/rest", "{'updates': [" + add.formatted("TABLE", "") + "]}")
        .refused(501, "NOT_IMPLEMENTED");
    // All or none.
    admin
        .patch(
            SHARES + "/rest",
            "{'comment': 'y', 'updates': ["
                + add.formatted("MODEL", "")
                + ", {'action': 'REMOVE', 'data_object': {'name': 'a.b.c'}}]}")
        .refused(404, "RESOURCE_DOES_NOT_EXIST");
    assertThat(admin.get(SHARES + "/rest").ok().body().path("comment").asText()).isEqualTo("x");
    JsonNode changed =
        admin
            .patch(
                SHARES + "/rest",
                "{'comment': 'y', 'updates': ["
                    + add.formatted("MODEL", ", 'shared_as': 'ml.churn'")
                    + "]}")
            .ok()
            .body();
    assertThat(changed.path("comment").asText()).isEqualTo("y");
    assertThat(changed.path("objects").get(0).path("name").asText()).isEqualTo(model);
    assertThat(changed.path("objects").get(0).path("shared_as").asText()).isEqualTo("ml.churn");
    assertThat(admin.get(SHARES + "/rest").ok().body().has("objects")).isFalse();
    assertThat(admin.get(SHARES + "/rest?include_shared_data=true").ok().body().path("objects"))
        .hasSize(1);
    admin.patch(SHARES + "/rest", "{'new_name': 'z'}").refused(501, "NOT_IMPLEMENTED");
    String stranger = newUser();
    Rest other = as(server, stranger);
    other.get(SHARES + "/rest").refused(404, "RESOURCE_DOES_NOT_EXIST");
    other.post(SHARES, "{'name': 'theirs'}").refused(403, "PERMISSION_DENIED");
    assertThat(other.get(SHARES).ok().body().path("shares")).isEmpty();
    admin.delete(SHARES + "/rest", "{}").ok();
    admin.get(SHARES + "/rest").refused(404, "RESOURCE_DOES_NOT_EXIST");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void listsHavePages(TestStore store) throws Exception {
    TestServer server = server(store, TestStorage.DISK);
    Rest admin = as(server, "admin");
    for (String name : List.of("page_a", "page_b", "page_c")) {
      admin.post(SHARES, "{'name': '" + name + "'}").ok();
      admin.post(RECIPIENTS, "{'name': '" + name + "'}").ok();
    }
    for (String list : List.of("shares", "recipients")) {
      List<String> names = new ArrayList<>();
      String token = "";
      do {
        JsonNode page =
            admin.get(CATALOG + "/" + list + "?max_results=2&page_token=" + token).ok().body();
        assertThat(page.path(list).size()).isBetween(1, 2);
        page.path(list).forEach(each -> names.add(each.path("name").asText()));
        token = page.path("next_page_token").asText();
      } while (!token.isEmpty());
      assertThat(names).as(list).isSorted().contains("page_a", "page_b", "page_c");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void recipientsGetTheirTokenOnce(TestStore store) throws Exception {
    TestServer server = server(store, TestStorage.DISK);
    Rest admin = as(server, "admin");
    admin.post(SHARES, "{'name': 'granted'}").ok();
    long expires = Instant.now().plus(Duration.ofDays(10).plusHours(1)).toEpochMilli();
    JsonNode recipient =
        admin
            .post(
                RECIPIENTS,
                "{'name': 'acme', 'authentication_type': 'TOKEN', 'comment': 'x',"
                    + " 'expiration_time': "
                    + expires
                    + "}")
            .ok()
            .body();
    JsonNode activation = activation(recipient);
    assertThat(activation.path("endpoint").asText())
        .isEqualTo(server.httpUrl() + SharingEndpoints.PATH);
    assertThat(recipient.path("tokens").get(0).path("expiration_time").asLong())
        .isLessThanOrEqualTo(expires)
        .isGreaterThan(expires - Duration.ofDays(1).toMillis());
    String shown = admin.get(RECIPIENTS + "/acme").ok().body().toString();
    assertThat(shown).doesNotContain("activation_url", "vts_").contains("\"activated\":false");
    for (String member :
        List.of(
            "'sharing_code': 'x'", "'ip_access_list': {}", "'authentication_type': 'DATABRICKS'")) {
      admin.post(RECIPIENTS, "{'name': 'other', " + member + "}").refused(501, "NOT_IMPLEMENTED");
    }
    admin
        .post(RECIPIENTS, "{'name': 'other', 'expiration_time': 1}")
        .refused(400, "INVALID_PARAMETER_VALUE");

    String change = "{'changes': [{'principal': 'acme', '%s': ['%s']}]}";
    String permissions = SHARES + "/granted/permissions";
    admin
        .patch(permissions, change.formatted("add", "MODIFY"))
        .refused(400, "INVALID_PARAMETER_VALUE");
    JsonNode granted = admin.patch(permissions, change.formatted("add", "SELECT")).ok().body();
    assertThat(granted.toString())
        .isEqualTo(
            "{\"privilege_assignments\":[{\"principal\":\"acme\",\"privileges\":[\"SELECT\"]}]}");
    assertThat(admin.get(permissions).ok().body()).isEqualTo(granted);
    assertThat(admin.get(RECIPIENTS + "/acme/share-permissions").ok().body().toString())
        .isEqualTo(
            "{\"permissions_out\":[{\"share_name\":\"granted\",\"privilege_assignments\":"
                + "[{\"principal\":\"acme\",\"privileges\":[\"SELECT\"]}]}]}");
    admin
        .post(RECIPIENTS + "/acme/rotate-token", "{'existing_token_expire_in_seconds': 60}")
        .refused(501, "NOT_IMPLEMENTED");
    JsonNode rotated =
        admin
            .post(RECIPIENTS + "/acme/rotate-token", "{'existing_token_expire_in_seconds': 0}")
            .ok()
            .body();
    assertThat(activation(rotated).path("bearerToken").asText())
        .isNotEqualTo(activation.path("bearerToken").asText());
    assertThat(
            admin
                .patch(permissions, change.formatted("remove", "SELECT"))
                .ok()
                .body()
                .path("privilege_assignments"))
        .isEmpty();
    assertThat(
            admin
                .patch(RECIPIENTS + "/acme", "{'comment': 'y'}")
                .ok()
                .body()
                .path("comment")
                .asText())
        .isEqualTo("y");
    as(server, newUser()).get(RECIPIENTS + "/acme").refused(404, "RESOURCE_DOES_NOT_EXIST");
    admin.delete(RECIPIENTS + "/acme", "{}").ok();
    admin.delete(SHARES + "/granted", "{}").ok();
    assertThat(column(server, "SELECT request_params FROM system.access.audit").toString())
        .doesNotContain("vts_");
  }
}
