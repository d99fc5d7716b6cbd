package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The names and columns of every relation, which tools and scripts of others rely on. */
final class RelationShapeTest {
  /**
   * Whole numbers end in {@code #}, others in {@code ~}, points in time in {@code @}; all else is
   * text.
   */
  private static final String SHAPES =
      """
      registry.catalogs: catalog_name owner comment storage_location created_at@ created_by \
      updated_at@ updated_by
      registry.schemas: catalog_name schema_name owner comment storage_location created_at@ \
      created_by updated_at@ updated_by
      registry.models: catalog_name schema_name model_name full_name owner comment \
      storage_location latest_version# created_at@ created_by updated_at@ updated_by model_id#
      registry.versions: catalog_name schema_name model_name full_name version# status source \
      run_id signature comment storage_location created_at@ created_by updated_at@ updated_by \
      imported_by imported_at@
      registry.aliases: catalog_name schema_name model_name full_name alias alias_key version#
      registry.tags: object_type full_name catalog_name schema_name model_name tag_name tag_value
      registry.version_tags: version# full_name catalog_name schema_name model_name tag_name \
      tag_value
      registry.version_files: catalog_name schema_name model_name full_name version# model_id \
      files# bytes#
      registry.signature_columns: catalog_name schema_name model_name full_name version# direction \
      position# name type shape required default_value
      registry.version_params: catalog_name schema_name model_name full_name version# name value
      registry.version_metrics: catalog_name schema_name model_name full_name version# name value~ \
      dataset step# recorded_at@
      registry.browse_only: object_type full_name catalog_name schema_name model_name
      registry.search_terms: catalog_name schema_name model_name full_name kind term
      registry.search_texts: catalog_name schema_name model_name full_name texts alias_texts
      registry.grants: principal privilege object_type full_name grantor granted_at@ \
      inherited_from_type inherited_from_name
      registry.effective_grants: principal privilege object_type full_name grantor granted_at@ \
      inherited_from_type inherited_from_name via
      registry.principals: name kind is_external
      registry.group_members: group_name member_name member_kind
      registry.history: object_type full_name model_id# version# kind item value valid_from@ \
      valid_to@ changed_by closed_by
      registry.tokens: token_id# user_name comment created_at@ expires_at@ last_used_at@
      registry.dropped_models: full_name model_id# owner dropped_at@ dropped_by purge_at@ versions# \
      bytes#
      registry.shares: share_name owner comment created_at@ created_by updated_at@ updated_by
      registry.shared_models: share_name shared_as full_name added_at@ added_by
      registry.recipients: recipient_name owner comment token_created_at@ token_expires_at@ \
      token_last_used_at@ created_at@ created_by updated_at@ updated_by
      registry.share_grants: share_name recipient_name privilege grantor granted_at@
      registry.plan_cache: hits# misses# refusals# evictions# plans# capacity# \
      planning_microseconds# slowest_microseconds#
      access.audit: event_time@ event_id user_identity service_name action_name request_params \
      response_code# error_message session_id source_ip
      access.object_events: object_type full_name event_time@ event_id user_identity service_name \
      action_name request_params response_code# error_message session_id source_ip
      access.model_lineage: source_table_full_name target_model_full_name target_model_version# \
      run_id created_by event_time@
      information_schema.catalogs: catalog_name catalog_owner comment created@ created_by \
      last_altered@ last_altered_by
      information_schema.schemata: catalog_name schema_name schema_owner comment created@ \
      created_by last_altered@ last_altered_by
      information_schema.routines: specific_catalog specific_schema specific_name \
      routine_catalog routine_schema routine_name routine_owner routine_type comment created@ \
      created_by last_altered@ last_altered_by
      information_schema.sequences: sequence_catalog sequence_schema sequence_name data_type \
      start_value minimum_value maximum_value increment cycle_option
      registry.providers: name owner endpoint comment expires_at@ created_at@ created_by \
      updated_at@ updated_by
      registry.shared_catalogs: catalog_name provider_name share_name refreshed_at@ state message
      information_schema.tables: table_catalog table_schema table_name table_type comment
      information_schema.columns: table_catalog table_schema table_name column_name \
      ordinal_position# data_type# type_name column_size# decimal_digits# is_nullable comment
      information_schema.models: catalog_name schema_name model_name full_name model_owner \
      comment storage_location latest_version# created@ created_by last_altered@ last_altered_by
      information_schema.model_versions: catalog_name schema_name model_name full_name version# \
      status source run_id signature comment storage_location created@ created_by last_altered@ \
      last_altered_by
      information_schema.model_aliases: catalog_name schema_name model_name full_name alias \
      alias_key version#
      information_schema.catalog_tags: catalog_name tag_name tag_value
      information_schema.schema_tags: catalog_name schema_name tag_name tag_value
      information_schema.model_tags: catalog_name schema_name model_name tag_name tag_value
      information_schema.model_version_tags: catalog_name schema_name model_name version# \
      tag_name tag_value
      information_schema.model_signature_columns: catalog_name schema_name model_name full_name \
      version# direction position# name type shape required default_value
      information_schema.model_version_params: catalog_name schema_name model_name full_name \
      version# name value
      information_schema.model_version_metrics: catalog_name schema_name model_name full_name \
      version# name value~ dataset step# recorded_at@
      information_schema.metastore_privileges: grantor grantee metastore_id privilege_type \
      is_grantable inherited_from
      information_schema.catalog_privileges: grantor grantee catalog_name privilege_type \
      is_grantable inherited_from
      information_schema.schema_privileges: grantor grantee catalog_name schema_name \
      privilege_type is_grantable inherited_from
      information_schema.routine_privileges: grantor grantee specific_catalog specific_schema \
      specific_name routine_catalog routine_schema routine_name privilege_type is_grantable \
      inherited_from
      information_schema.model_privileges: grantor grantee catalog_name schema_name model_name \
      privilege_type is_grantable inherited_from
      """;

  private static final Map<String, List<String>> RELATIONS = relations();

  private static Map<String, List<String>> relations() {
    Map<String, List<String>> relations = new LinkedHashMap<>();
    SHAPES
        .lines()
        .forEach(
            line -> {
              String[] parts = line.split(": ");
              relations.put(parts[0], List.of(parts[1].split(" ")));
            });
    return relations;
  }

  private static TestRegistry filled(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    registry
        .admin()
        .run(
            """
            CREATE TOKEN COMMENT 'hid'; CREATE USER nobody; CREATE USER alice; CREATE GROUP crew WITH USER alice;
            CREATE CATALOG hid COMMENT 'hid' MANAGED LOCATION 's3://hid';
            CREATE SCHEMA hid.hid_s COMMENT 'hid' MANAGED LOCATION 's3://hid';
            CREATE MODEL hid.hid_s.hid_m COMMENT 'hid' TAGS ('hid' = 'hid');
            ALTER CATALOG hid SET TAGS ('hid' = 'hid'); ALTER SCHEMA hid.hid_s SET TAGS ('hid' = 'hid');
            ALTER MODEL hid.hid_s.hid_m ADD VERSION FROM 'hid' RUN ID 'hid' SIGNATURE '{"inputs": [{"name": "hid", "type": "hid"}]}'
              COMMENT 'hid' TAGS ('hid' = 'hid') INPUTS (hid.t) PARAMS ('hid' = 'hid') METRICS ('hid' = 1 DATASET 'hid');
            ALTER MODEL hid.hid_s.hid_m VERSION 1 SET ALIAS hid;
            CREATE MODEL hid.hid_s.gone; DROP MODEL hid.hid_s.gone;
            CREATE SHARE hid COMMENT 'hid'; ALTER SHARE hid ADD MODEL hid.hid_s.hid_m;
            CREATE RECIPIENT hid COMMENT 'hid' ENDPOINT 'https://hid/x';
            GRANT SELECT ON SHARE hid TO RECIPIENT hid;
            CREATE PROVIDER hid USING TEXT '{"shareCredentialsVersion":1,"endpoint":"https://hid","bearerToken":"t"}' COMMENT 'hid';
            GRANT CREATE CATALOG ON METASTORE TO crew; GRANT EXECUTE ON CATALOG hid TO crew;
            GRANT EXECUTE ON SCHEMA hid.hid_s TO crew; GRANT EXECUTE ON MODEL hid.hid_s.hid_m TO crew;
            """);
    return registry;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theseRelationsAreListedAndNoOther(TestStore store) {
    Client admin = filled(store).admin();

    assertThat(
            admin.column(
                "SELECT table_schema || '.' || table_name FROM system.information_schema.tables"
                    + " WHERE table_catalog = 'system'"))
        .containsExactlyInAnyOrderElementsOf(RELATIONS.keySet());
    for (String relation : RELATIONS.keySet()) {
      String[] name = relation.split("\\.");
      assertThat(
              admin.rows(
                  "SELECT column_name, type_name, ordinal_position FROM"
                      + " system.information_schema.columns WHERE table_catalog = 'system'"
                      + " AND table_schema = ? AND table_name = ? ORDER BY ordinal_position",
                  name[0],
                  name[1]))
          .as(relation)
          .isEqualTo(declared(relation));
    }
  }

  private static List<List<Object>> declared(String relation) {
    List<List<Object>> columns = new ArrayList<>();
    for (String column : RELATIONS.get(relation)) {
      columns.add(List.of(name(column), type(column), columns.size() + 1L));
    }
    return columns;
  }

  private static String name(String column) {
    return column.replaceFirst("[#@~]$", "");
  }

  private static String type(String column) {
    return switch (column.charAt(column.length() - 1)) {
      case '#' -> "BIGINT";
      case '~' -> "DOUBLE";
      case '@' -> "TIMESTAMP";
      default -> "VARCHAR";
    };
  }

  /** For each user, with rows or without. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theDeclaredTypesAreDelivered(TestStore store) throws SQLException {
    TestRegistry registry = filled(store);
    int values = 0;
    for (String user : List.of("admin", "alice", "nobody")) {
      try (Connection connection = registry.connect(user)) {
        for (String relation : RELATIONS.keySet()) {
          values += delivered(connection, "\"system\"." + relation, RELATIONS.get(relation));
          if (user.equals("admin") && relation.startsWith("information_schema")) {
            values += delivered(connection, "hid." + relation, RELATIONS.get(relation));
          }
        }
      }
    }
    assertThat(values).isGreaterThan(5_000);
  }

  private static int delivered(Connection connection, String relation, List<String> columns)
      throws SQLException {
    int values = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + relation)) {
      ResultSetMetaData described = rows.getMetaData();
      assertThat(described.getColumnCount()).as(relation).isEqualTo(columns.size());
      for (int i = 1; i <= columns.size(); i++) {
        String column = columns.get(i - 1);
        assertThat(described.getColumnLabel(i)).as(relation).isEqualTo(name(column));
        assertThat(described.getColumnTypeName(i)).as(relation + column).isEqualTo(type(column));
      }
      while (rows.next()) {
        for (int i = 1; i <= columns.size(); i++) {
          Object value = rows.getObject(i);
          String place = relation + "." + columns.get(i - 1);
          if (value == null) {
            assertThat(described.isNullable(i))
                .as(place)
                .isEqualTo(ResultSetMetaData.columnNullable);
          } else {
            assertThat(value).as(place).isInstanceOf(javaType(type(columns.get(i - 1))));
            if (value instanceof String text) {
              assertThat(text.codePointCount(0, text.length()))
                  .as(place)
                  .isLessThanOrEqualTo(described.getPrecision(i));
            }
            values++;
          }
        }
      }
    }
    return values;
  }

  /** A comment has up to 65,536 characters, here of two UTF-16 units each. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theLongestTextIsDeliveredWhole(TestStore store) {
    Client admin = filled(store).admin();
    String longest = "\ud83d\ude00".repeat(65_536);
    admin.run("COMMENT ON MODEL hid.hid_s.hid_m IS ?", longest);

    for (String query :
        List.of(
            "SELECT comment FROM \"system\".registry.models WHERE model_name = 'hid_m'",
            "SELECT comment FROM hid.information_schema.tables WHERE table_name = 'hid_m'",
            "SELECT \"value\" FROM \"system\".registry.history WHERE full_name ="
                + " 'hid.hid_s.hid_m' AND kind = 'COMMENT' AND version IS NULL AND valid_to IS"
                + " NULL",
            "SELECT term FROM \"system\".registry.search_terms WHERE full_name ="
                + " 'hid.hid_s.hid_m' AND kind = 'COMMENT'")) {
      assertThat(admin.column(query).equals(List.of(longest))).as(query).isTrue();
    }
  }

  private static Class<?> javaType(String type) {
    return switch (type) {
      case "BIGINT" -> Long.class;
      case "DOUBLE" -> Double.class;
      case "TIMESTAMP" -> Timestamp.class;
      default -> String.class;
    };
  }

  /** Hidden objects have this word in their names, so that no cell may contain it. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aUserWithoutRightsSeesNoHiddenRows(TestStore store) {
    TestRegistry registry = filled(store);
    int shown = 0;
    try (Client nobody = registry.as("nobody")) {
      for (String relation : RELATIONS.keySet()) {
        String query = "SELECT * FROM \"system\"." + relation;
        assertThat(nobody.rows(query)).as(query).noneMatch(row -> row.toString().contains("hid"));
        shown +=
            registry.admin().rows(query).stream().anyMatch(row -> row.toString().contains("hid"))
                ? 1
                : 0;
      }
    }
    // All relations except these show it to admin: principals, group_members, plan_cache, the
    // metastore's privileges, browse_only, version_files and shared_catalogs, of which this
    // registry
    // has none, and sequences.
    assertThat(shown).isEqualTo(RELATIONS.size() - 8);
  }
}
