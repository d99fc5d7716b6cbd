package dev.vitrine.server.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.server.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The catalog that clients of PostgreSQL read: relations, functions, forms, comments and keys. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PgCatalogContentTest {
  /** Relations that tools read. */
  private static final String RELATIONS =
      "pg_namespace pg_class pg_attribute pg_attrdef pg_type pg_description pg_index pg_constraint"
          + " pg_enum pg_range pg_proc pg_am pg_database pg_roles pg_authid pg_user pg_settings"
          + " pg_tables pg_views pg_matviews pg_stat_user_tables pg_stat_activity pg_inherits"
          + " pg_collation pg_extension pg_foreign_table pg_foreign_server pg_foreign_data_wrapper"
          + " pg_trigger pg_policy pg_publication pg_publication_rel pg_publication_tables"
          + " pg_publication_namespace pg_partitioned_table pg_shdescription"
          + " information_schema.tables information_schema.columns information_schema.schemata"
          + " information_schema.views information_schema.table_constraints"
          + " information_schema.key_column_usage information_schema.referential_constraints"
          + " information_schema.table_privileges information_schema.role_table_grants"
          + " information_schema.routines";

  /** Expressions with their values as text; in a statement that reads pg_class c. */
  private static final List<String[]> EXPRESSIONS =
      List.of(
          new String[] {"current_database()", "prod"},
          new String[] {"current_schema()", "ml"},
          new String[] {"current_schema", "ml"},
          new String[] {"array_to_string(current_schemas(false), ',')", "ml"},
          new String[] {"(current_schemas(true))[1]", "pg_catalog"},
          new String[] {"current_user", "admin"},
          new String[] {"session_user", "admin"},
          new String[] {"pg_get_userbyid(10)", "vitrine"},
          new String[] {"pg_encoding_to_char(6)", "UTF8"},
          new String[] {"format_type(1043, 14)", "character varying(10)"},
          new String[] {"format_type(1700, 655366)", "numeric(10,2)"},
          new String[] {"format_type(1009, -1)", "text[]"},
          new String[] {"pg_get_expr(NULL, c.oid)", null},
          new String[] {"pg_get_viewdef(c.oid)", null},
          new String[] {"pg_table_is_visible(c.oid)", "t"},
          new String[] {"obj_description(c.oid, 'pg_class')", "leaves"},
          new String[] {"obj_description(c.oid)", "leaves"},
          new String[] {"has_schema_privilege('ml', 'USAGE')", "t"},
          new String[] {"has_schema_privilege('admin', 'ml', 'CREATE')", "f"},
          new String[] {"has_table_privilege(c.oid, 'SELECT')", "t"},
          new String[] {"has_table_privilege('admin', c.oid, 'insert, update')", "f"},
          new String[] {"has_any_column_privilege(c.oid, 'INSERT, SELECT')", "t"},
          new String[] {"has_database_privilege('prod', 'CONNECT')", "t"},
          new String[] {"has_database_privilege('prod', 'CREATE')", "f"},
          new String[] {"pg_relation_size(c.oid)", "0"},
          new String[] {"pg_total_relation_size(c.oid)", "0"},
          new String[] {"quote_ident('a b')", "\"a b\""},
          new String[] {"array_to_string(ARRAY['a', NULL, 'b'], '+')", "a+b"},
          new String[] {"array_to_string(ARRAY['a', NULL, 'b'], '+', '?')", "a+?+b"},
          new String[] {"array_length(ARRAY['a', 'b'], 1)", "2"},
          new String[] {"set_config('my.x', 'y', false)", "y"},
          new String[] {"current_setting('server_version_num')", "170000"},
          new String[] {"current_setting('nothing', true)", null},
          new String[] {"txid_current() >= 0", "t"},
          new String[] {"pg_is_in_recovery()", "f"},
          new String[] {"inet_server_addr()", null},
          new String[] {"pg_postmaster_start_time() < now()", "t"},
          new String[] {"pg_backend_pid() > 0", "t"},
          new String[] {"version() LIKE 'PostgreSQL 17%'", "t"},
          new String[] {"'pg_class'::regclass::oid", "1259"},
          new String[] {"c.oid::regclass::text", "churn"},
          new String[] {"'registry.models'::regclass::text", "registry.models"},
          new String[] {"'f'::\"char\"", "f"},
          new String[] {
            "c.relname OPERATOR(pg_catalog.~) '^(churn)$' COLLATE pg_catalog.default", "t"
          },
          new String[] {"c.relkind = ANY (ARRAY['r', 'v'])", "t"},
          new String[] {
            "shobj_description((SELECT oid FROM pg_database WHERE datname = 'prod'), 'pg_database')",
            "Production"
          });

  /** Statements with their rows. */
  private static final List<String[]> STATEMENTS =
      List.of(
          new String[] {
            "SELECT n.nspname, obj_description(n.oid, 'pg_namespace') FROM pg_namespace n"
                + " WHERE n.nspname = 'ml'",
            "ml,Team"
          },
          new String[] {
            "SELECT d.description FROM pg_description d JOIN pg_class c ON c.oid = d.objoid"
                + " AND d.classoid = 'pg_class'::regclass"
                + " WHERE c.oid = 'registry.models'::regclass AND d.objsubid = 0",
            "One row per registered model."
          },
          new String[] {
            "SELECT col_description(a.attrelid, a.attnum) FROM pg_attribute a"
                + " WHERE a.attrelid = 'registry.models'::regclass AND a.attname = 'full_name'",
            "Full name, from the catalog down"
          },
          new String[] {
            "SELECT datname, usename, application_name, state FROM pg_stat_activity"
                + " WHERE pid = pg_backend_pid()",
            "prod,admin,test,active"
          },
          new String[] {
            "SELECT (information_schema._pg_expandarray(i.indkey)).n FROM pg_index i"
                + " JOIN pg_class c ON c.oid = i.indrelid WHERE c.relname = 'versions'",
            "1;2"
          },
          new String[] {
            "SELECT a.attname FROM pg_constraint con JOIN pg_attribute a"
                + " ON a.attrelid = con.conrelid AND a.attnum = ANY(con.conkey)"
                + " WHERE con.conname = 'versions_pkey' ORDER BY 1",
            "full_name;version"
          },
          new String[] {
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname LIKE 'tags%'",
            "FOREIGN KEY (full_name) REFERENCES registry.models(full_name) NOT VALID"
          },
          new String[] {
            "SELECT conrelid::regclass::text || ' ' || confrelid::regclass::text FROM pg_constraint"
                + " WHERE contype = 'f' AND convalidated AND conrelid::regclass::text"
                + " IN ('registry.models', 'registry.versions', 'registry.aliases',"
                + " 'registry.schemas') ORDER BY 1",
            "registry.aliases registry.versions;registry.models registry.schemas;"
                + "registry.schemas registry.catalogs;registry.versions registry.models"
          },
          new String[] {
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index"
                + " WHERE indrelid = 'registry.versions'::regclass",
            "CREATE UNIQUE INDEX versions_pkey ON registry.versions USING btree (full_name,"
                + " version)"
          },
          new String[] {
            "SELECT x FROM generate_series(1, 3) AS x WHERE pg_backend_pid() > 0", "1;2;3"
          },
          new String[] {
            "SELECT unnest(conkey) FROM pg_constraint WHERE conname = 'models_pkey'", "4"
          });

  private PgServer server;
  private Connection connection;
  private Statement statement;

  @BeforeAll
  void start() throws SQLException {
    server = PgServer.start(TestStore.H2.newUrl());
    try (Connection admin = server.connect("admin");
        Statement create = admin.createStatement()) {
      create.execute(
          "CREATE CATALOG prod COMMENT 'Production'; CREATE SCHEMA prod.ml COMMENT 'Team';"
              + " CREATE MODEL prod.ml.churn COMMENT 'leaves';"
              + " CREATE MODEL prod.ml.hidden COMMENT 'secret';"
              + " CREATE USER eve WITH PASSWORD '"
              + TestServer.PASSWORD
              + "'; GRANT USE CATALOG, USE SCHEMA ON CATALOG prod TO eve;"
              + " GRANT EXECUTE ON MODEL prod.ml.churn TO eve");
    }
    Properties properties = new Properties();
    properties.setProperty("currentSchema", "ml");
    properties.setProperty("ApplicationName", "test");
    connection = server.connect("admin", "prod", properties);
    statement = connection.createStatement();
  }

  @AfterAll
  void stop() throws SQLException {
    connection.close();
    server.close();
  }

  /** The rows, separated by semicolons, or the error. */
  private static String rows(Statement asked, String sql) {
    List<String> rows = new ArrayList<>();
    try (ResultSet found = asked.executeQuery(sql)) {
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          row.add(found.getString(i));
        }
        rows.add(String.join(",", row));
      }
      return String.join(";", rows);
    } catch (SQLException failure) {
      return failure.getMessage();
    }
  }

  @Test
  void hasTheRelationsThatToolsRead() {
    for (String relation : RELATIONS.split(" ")) {
      assertThat(rows(statement, "SELECT COUNT(*) FROM " + relation))
          .as(relation)
          .matches("[0-9]+");
      String schema = relation.contains(".") ? relation : "pg_catalog." + relation;
      assertThat(rows(statement, "SELECT COUNT(*) FROM " + schema + " t WHERE 1 = 1"))
          .as(relation)
          .matches("[0-9]+");
    }
    assertThat(rows(statement, "SELECT COUNT(*) FROM pg_authid")).isEqualTo("0");
  }

  @Test
  void hasTheFunctionsAndFormsThatToolsUse() {
    List<String> different = new ArrayList<>();
    for (String[] expression : EXPRESSIONS) {
      String found =
          rows(statement, "SELECT " + expression[0] + " FROM pg_class c WHERE relname = 'churn'");
      if (!found.equals(String.valueOf(expression[1]))) {
        different.add(expression[0] + ": " + found + ", expected " + expression[1]);
      }
    }
    for (String[] one : STATEMENTS) {
      String found = rows(statement, one[0]);
      if (!found.equals(one[1])) {
        different.add(one[0] + ": " + found + ", expected " + one[1]);
      }
    }
    assertThat(different).isEmpty();
  }

  @Test
  void commentsOfHiddenObjectsAreHidden() throws Exception {
    String comments =
        "SELECT description FROM pg_description d WHERE d.objsubid = 0"
            + " AND description IN ('leaves', 'secret', 'Team') ORDER BY 1";
    assertThat(rows(statement, comments)).isEqualTo("Team;leaves;secret");
    try (Connection eve = server.connect("eve", "prod", new Properties());
        Statement asked = eve.createStatement()) {
      assertThat(rows(asked, comments)).isEqualTo("Team;leaves");
      assertThat(rows(asked, "SELECT usename FROM pg_stat_activity")).isEqualTo("eve");
    }
  }
}
