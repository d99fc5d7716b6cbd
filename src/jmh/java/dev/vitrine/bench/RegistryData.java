package dev.vitrine.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A registry of a given number of models, the same at every run: 50 catalogs, 1,000 schemas, ten
 * versions a model, 1,000 users in 200 nested groups, some 200,000 grants, and an audit trail of
 * 100,000 events. Written straight into the store's tables, which must be new.
 *
 * <p>The rights of {@link Reader#SINGLE} are on the first 10,000 models and do not depend on how
 * many there are. Those of {@link Reader#BROAD} come through three levels of groups and span 20 of
 * the catalogs.
 */
final class RegistryData {
  /** How many models {@link Reader#SINGLE} may read. */
  static final int SINGLE_GRANTS = 1_000;

  private static final List<String> PRINCIPALS =
      List.of(
          """
          INSERT INTO principals (id, name, name_key, kind, created_at)
          SELECT 10000 + u, n, n, 'USER', TIMESTAMP '2022-01-01'
          FROM generate_series(1, 1000) u, LATERAL (SELECT CASE u WHEN 1 THEN 'broad'
            WHEN 2 THEN 'single' ELSE 'user_' || lpad(u::text, 4, '0') END AS n)""",
          """
          INSERT INTO principals (id, name, name_key, kind, created_at)
          SELECT 20000 + g, n, n, 'GROUP', TIMESTAMP '2022-01-01'
          FROM generate_series(1, 200) g, LATERAL (SELECT 'group_' || lpad(g::text, 3, '0') AS n)""",
          // Groups 1-20 hold 21-80, which hold 81-200.
          """
          INSERT INTO group_members (group_id, member_id)
          SELECT CASE WHEN g <= 80 THEN 20001 + (g - 21) % 20 ELSE 20021 + (g - 81) % 60 END,
            20000 + g
          FROM generate_series(21, 200) g""",
          """
          INSERT INTO group_members (group_id, member_id)
          SELECT 20081 + u % 120, 10000 + u FROM generate_series(3, 1000) u
          UNION SELECT 20021 + u * 7 % 60, 10000 + u FROM generate_series(3, 1000) u
          UNION VALUES (20081, 10001), (20082, 10001)""",
          """
          INSERT INTO effective_principals (principal_id, holder_id, path)
          WITH RECURSIVE held (principal_id, holder_id, path) AS (
            SELECT member_id, group_id, g.name::text FROM group_members
              JOIN principals g ON g.id = group_id
            UNION SELECT h.principal_id, x.group_id, h.path || ' > ' || g.name FROM held h
              JOIN group_members x ON x.member_id = h.holder_id
              JOIN principals g ON g.id = x.group_id)
          SELECT DISTINCT ON (principal_id, holder_id) principal_id, holder_id, path FROM held
          ORDER BY principal_id, holder_id, length(path), path""",
          """
          INSERT INTO effective_principals (principal_id, holder_id, path)
          SELECT p.id, p.id, '' FROM principals p WHERE p.id >= 10001
          UNION ALL
          SELECT p.id, 1, 'account users' FROM principals p WHERE p.id >= 10001""");

  private static final List<String> OBJECTS =
      List.of(
          """
          INSERT INTO catalogs (id, name, owner_id, comment, created_at, created_by, updated_at,
            updated_by)
          SELECT c, 'catalog_' || lpad(c::text, 2, '0'), 10500 + c, 'Models of department ' || c,
            t, 'admin', t, 'admin'
          FROM generate_series(1, 50) c, LATERAL (SELECT TIMESTAMP '2022-06-01' + c * INTERVAL '1 day' AS t)""",
          """
          INSERT INTO schemas (id, catalog_id, name, owner_id, comment, created_at, created_by,
            updated_at, updated_by)
          SELECT s, 1 + (s - 1) / 20, 'schema_' || lpad(s::text, 4, '0'), 10003 + s * 31 % 998,
            NULL, t, 'admin', t, 'admin'
          FROM generate_series(1, 1000) s, LATERAL (SELECT TIMESTAMP '2022-09-01' + s * INTERVAL '1 hour' AS t)""",
          """
          INSERT INTO models (id, catalog_id, schema_id, name, full_name, last_version,
            latest_version, owner_id, comment, storage_location, created_at, created_by, updated_at, updated_by)
          SELECT m, s.catalog_id, s.id, n, c.name || '.' || s.name || '.' || n, 10,
            (SELECT max(v) FROM generate_series(1, 10) v
              WHERE (m + v * 7) % 29 <> 0 AND (m + v) % 97 <> 0), p.id,
            CASE WHEN m % 4 = 0 THEN 'Predicts outcome ' || m % 97 END,
            's3://registry/models/' || m, t, p.name, t + m % 700 * INTERVAL '1 day', p.name
          FROM generate_series(1, :models) m
          JOIN schemas s ON s.id = 1 + m % 1000
          JOIN catalogs c ON c.id = s.catalog_id
          JOIN principals p ON p.id = 10003 + m * 17 % 998,
          LATERAL (SELECT 'model_' || lpad(m::text, 7, '0') AS n,
            TIMESTAMP '2023-01-01' + m * 37 % 700 * INTERVAL '1 day'
              + m % 86400 * INTERVAL '1 second' AS t)""",
          """
          INSERT INTO versions (model_id, version, status, source, run_id, comment,
            storage_location, created_at, created_by, updated_at, updated_by)
          SELECT m.id, v, CASE WHEN (m.id + v * 7) % 29 = 0 THEN 'FAILED_REGISTRATION'
              WHEN (m.id + v) % 97 = 0 THEN 'PENDING_REGISTRATION' ELSE 'READY' END,
            's3://runs/' || m.id || '/' || v, md5(m.id || '.' || v), NULL,
            m.storage_location || '/' || v, t, m.created_by, t, m.created_by
          FROM models m, generate_series(1, 10) v,
          LATERAL (SELECT m.created_at + (v - 1) * 23 * INTERVAL '1 day' AS t)
          ORDER BY m.id, v""",
          """
          INSERT INTO aliases (model_id, alias_key, alias, version)
          SELECT id, 'champion', 'Champion', 1 + id % 10 FROM models WHERE id % 10 < 7
          UNION ALL SELECT id, 'challenger', 'Challenger', 10 FROM models WHERE id % 3 = 0""",
          """
          INSERT INTO model_tags (model_id, tag_key, tag_value)
          SELECT id, 'team', 'team_' || lpad((id * 13 % 40)::text, 2, '0') FROM models
          UNION ALL SELECT id, 'stage', CASE id % 5 WHEN 0 THEN 'production' WHEN 1 THEN 'staging'
            ELSE 'experiment' END FROM models
          UNION ALL SELECT id, 'pii', '' FROM models WHERE id % 8 = 0""",
          """
          INSERT INTO model_texts (model_id, texts, alias_texts)
          SELECT m.id, lower(E'\\n' || m.name || E'\\n' || m.full_name || E'\\n'
              || coalesce(m.comment || E'\\n', '')
              || (SELECT string_agg(tag_key || ':' || tag_value || E'\\n', '')
                FROM model_tags t WHERE t.model_id = m.id)),
            E'\\n' || coalesce((SELECT string_agg(alias_key || E'\\n', '')
                FROM aliases a WHERE a.model_id = m.id), '')
          FROM models m""",
          """
          INSERT INTO version_tags (model_id, version, tag_key, tag_value)
          SELECT id, 10, 'validated', CASE WHEN id % 2 = 0 THEN 'true' ELSE 'false' END
          FROM models""",
          """
          INSERT INTO model_lineage (model_id, version, source_table_full_name, run_id, created_by,
            event_time)
          SELECT id, 10, 'lake.features.table_' || id * 11 % 500, md5(id || '.10'), created_by,
            created_at FROM models WHERE id % 2 = 0""",
          """
          INSERT INTO audit_log (event_time, user_identity, service_name, action_name,
            request_params, response_code, session_id, object_type, object_id)
          SELECT TIMESTAMP '2025-01-01' + e * INTERVAL '5 minutes',
            'user_' || lpad((3 + e * 19 % 998)::text, 4, '0'), 'modelRegistry',
            CASE e % 3 WHEN 0 THEN 'createModelVersion' WHEN 1 THEN 'setRegisteredModelAlias'
              ELSE 'setTag' END,
            '{"n":"' || e || '"}', CASE WHEN e % 50 = 0 THEN 403 ELSE 200 END,
            md5((e / 20)::text), 'MODEL', 1 + e * 7 % :models
          FROM generate_series(1, 100000) e""");

  private static final List<String> GRANTS =
      List.of(
          """
          INSERT INTO catalog_grants (catalog_id, principal_id, privilege, grantor, granted_at)
          SELECT c, CASE WHEN c <= 10 THEN 20001 ELSE 20002 END, privilege, 'admin',
            TIMESTAMP '2023-01-01'
          FROM generate_series(1, 20) c,
            (VALUES ('USE CATALOG'), ('USE SCHEMA'), ('EXECUTE')) AS p (privilege)
          UNION ALL VALUES (1, 20001, 'MANAGE', 'admin', TIMESTAMP '2023-01-01')
          UNION ALL SELECT c, 10002, privilege, 'admin', TIMESTAMP '2023-01-01'
          FROM generate_series(1, 50) c, (VALUES ('USE CATALOG'), ('USE SCHEMA')) AS p (privilege)
          UNION ALL SELECT 1 + (g * 5 + i) % 50, 20000 + g, privilege, 'admin',
            TIMESTAMP '2023-01-01'
          FROM generate_series(3, 20) g, generate_series(0, 5) i,
            (VALUES ('USE CATALOG'), ('USE SCHEMA'), ('EXECUTE')) AS p (privilege)""",
          """
          INSERT INTO schema_grants (schema_id, principal_id, privilege, grantor, granted_at)
          SELECT 1 + k % 1000, 20003 + (k * 7 + k / 1000) % 198,
            CASE k % 2 WHEN 0 THEN 'USE SCHEMA' ELSE 'EXECUTE' END, 'admin',
            TIMESTAMP '2023-06-01' + k * INTERVAL '1 minute'
          FROM generate_series(0, 9999) k ON CONFLICT DO NOTHING""",
          """
          INSERT INTO model_grants (model_id, principal_id, privilege, grantor, granted_at)
          SELECT k * 10, 10002, 'EXECUTE', 'admin', TIMESTAMP '2023-07-01'
          FROM generate_series(1, :single) k
          UNION ALL
          SELECT 1 + k % :models, 10003 + (k * 7 + k / :models * 101) % 998,
            CASE k % 4 WHEN 0 THEN 'MANAGE' WHEN 1 THEN 'APPLY TAG' ELSE 'EXECUTE' END, 'admin',
            TIMESTAMP '2023-07-01' + k * INTERVAL '1 minute'
          FROM generate_series(0, 187999) k
          ON CONFLICT DO NOTHING""");

  private static final List<String> SEQUENCES =
      List.of(
          "SELECT setval(pg_get_serial_sequence('principals', 'id'), 30000)",
          "SELECT setval(pg_get_serial_sequence('catalogs', 'id'), 1000)",
          "SELECT setval(pg_get_serial_sequence('schemas', 'id'), 10000)",
          "SELECT setval(pg_get_serial_sequence('models', 'id'), :models + 1)");

  private RegistryData() {}

  /** Fills the store; {@code connection} is a superuser's. */
  static void load(Connection connection, int models) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // The foreign keys hold by construction; to look each of them up would take most of the time.
      statement.execute("SET session_replication_role = replica");
      for (List<String> part : List.of(PRINCIPALS, OBJECTS, GRANTS, SEQUENCES)) {
        for (String sql : part) {
          statement.execute(
              sql.replace(":models", Integer.toString(models))
                  .replace(":single", Integer.toString(SINGLE_GRANTS)));
        }
      }
      statement.execute("SET session_replication_role = origin");
      statement.execute("VACUUM ANALYZE");
      statement.execute("CHECKPOINT");
    }
  }
}
