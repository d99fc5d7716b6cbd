package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Versions with the number, author and time that they have in another registry. */
final class ImportedVersionTest {
  private static final String IMPORTED =
      " FROM 'runs:/1/model' IMPORTED (AUTHOR 'Zoë @ corp', CREATED '%s')";
  private static final String MAY = IMPORTED.formatted("2024-05-01 12:30:00.125");

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
  void numbersKeepTheirGapsAndOnlyGoUp(TestStore store) {
    Client admin = admin(store);
    assertThat(admin.addVersion("ALTER MODEL c.s.m ADD VERSION 3" + MAY)).isEqualTo(3);
    assertThat(admin.addVersion("ALTER MODEL c.s.m ADD VERSION 70" + MAY)).isEqualTo(70);
    for (long used : new long[] {1, 3, 4, 69, 70}) {
      admin.failsWith("INVALID_PARAMETER_VALUE", "ALTER MODEL c.s.m ADD VERSION " + used + MAY);
    }
    admin.run("ALTER MODEL c.s.m DROP VERSION 70");
    admin.failsWith("INVALID_PARAMETER_VALUE", "ALTER MODEL c.s.m ADD VERSION 70" + MAY);
    assertThat(admin.addVersion("ALTER MODEL c.s.m ADD VERSION FROM 'x'")).isEqualTo(71);
    assertThat(
            admin.rows(
                "SELECT version, created_by, imported_by, imported_at FROM versions"
                    + " ORDER BY version"))
        .containsExactly(
            row(3L, "admin", "Zoë @ corp", Timestamp.valueOf("2024-05-01 12:30:00.125")),
            row(71L, "admin", null, null));
    assertThat(admin.rows("SELECT latest_version FROM models")).containsExactly(row(71L));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void restoredVersionsAreStillImportedAndCopiesAreNot(TestStore store) {
    Client admin = admin(store);
    admin.run("ALTER MODEL c.s.m ADD VERSION 3" + MAY);
    List<List<Object>> before = admin.rows("SELECT * FROM versions");
    admin.run(
        "ALTER MODEL c.s.m DROP VERSION 3; ALTER MODEL c.s.m UNDROP VERSION 3;"
            + " DROP MODEL c.s.m; UNDROP MODEL c.s.m");
    assertThat(admin.rows("SELECT * FROM versions")).isEqualTo(before);
    admin.run("CREATE MODEL c.s.n FROM MODEL c.s.m VERSION 3");
    assertThat(
            admin.rows(
                "SELECT version, imported_by, imported_at FROM versions"
                    + " WHERE full_name = 'c.s.n'"))
        .containsExactly(row(1L, null, null));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void valuesThatCannotBeStoredAreRefused(TestStore store) {
    Client admin = admin(store);
    for (String time :
        List.of(
            "",
            "yesterday",
            "2024-05-01",
            "2023-02-29 00:00:00",
            "2024-05-01 24:00:00",
            "2024-05-01 12:30:00+02:00",
            "12024-05-01 12:30:00",
            "-0001-05-01 12:30:00")) {
      admin.failsWith(
          "INVALID_PARAMETER_VALUE", "ALTER MODEL c.s.m ADD VERSION 3" + IMPORTED.formatted(time));
    }
    for (String number : List.of("0", "1000000001", "9223372036854775807")) {
      admin.failsWith("INVALID_PARAMETER_VALUE", "ALTER MODEL c.s.m ADD VERSION " + number + MAY);
    }
    admin.failsWith(
        "INVALID_PARAMETER_VALUE",
        "ALTER MODEL c.s.m ADD VERSION 3 FROM 'x' IMPORTED (AUTHOR '"
            + "a".repeat(256)
            + "', CREATED '2024-05-01 12:30:00')");
    admin.run(
        "ALTER MODEL c.s.m ADD VERSION 1000000000"
            + IMPORTED.formatted("2024-05-01T12:30:00.1234567Z"));
    assertThat(admin.addVersion("ALTER MODEL c.s.m ADD VERSION FROM 'x'")).isEqualTo(1_000_000_001);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theImporterManagesTheSchemaAndStaysTheCreator(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(
        "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m; CREATE USER eve;"
            + " GRANT USE CATALOG ON CATALOG c TO eve; GRANT USE SCHEMA ON SCHEMA c.s TO eve;"
            + " ALTER MODEL c.s.m SET OWNER TO eve");
    String statement =
        "ALTER MODEL c.s.m ADD VERSION 3 FROM 'x'"
            + " IMPORTED (AUTHOR 'admin', CREATED '2024-05-01 12:30:00')";
    try (Client eve = registry.as("eve")) {
      eve.failsWith("INSUFFICIENT_PRIVILEGES", statement);
      admin.run("GRANT MANAGE ON SCHEMA c.s TO eve");
      eve.run(statement);
    }
    assertThat(admin.rows("SELECT created_by, updated_by, imported_by FROM versions"))
        .containsExactly(row("eve", "eve", "admin"));
    assertThat(
            admin.rows(
                "SELECT user_identity FROM system.access.audit"
                    + " WHERE action_name = 'createModelVersion' AND request_params LIKE"
                    + " '%\"author\":\"admin\"%' AND response_code = 200"))
        .containsExactly(row("eve"));
  }
}
