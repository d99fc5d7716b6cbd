package dev.vitrine.bench;

import static dev.vitrine.bench.HandWritten.MANAGED;
import static dev.vitrine.bench.HandWritten.READABLE;
import static dev.vitrine.bench.HandWritten.RIGHTS;
import static dev.vitrine.bench.HandWritten.VISIBLE;

import java.util.List;

/** Twenty questions of the kind that dashboards ask. */
final class BiQuestions {
  private static final String MODELS = " FROM models m WHERE " + VISIBLE;

  private static final String VERSIONS =
      " FROM models m JOIN versions v ON v.model_id = m.id WHERE " + READABLE;

  static final List<Question> ALL =
      List.of(
          question(
              "models by catalog",
              "SELECT catalog_name, COUNT(*) AS n FROM models GROUP BY catalog_name"
                  + " ORDER BY catalog_name",
              "SELECT c.name, x.n FROM (SELECT m.catalog_id, count(*) AS n"
                  + MODELS
                  + " GROUP BY m.catalog_id) x JOIN catalogs c ON c.id = x.catalog_id"
                  + " ORDER BY c.name"),
          question(
              "models by schema, more than 5",
              "SELECT catalog_name, schema_name, COUNT(*) AS n FROM models"
                  + " GROUP BY catalog_name, schema_name HAVING COUNT(*) > 5 ORDER BY 1, 2",
              "SELECT c.name, s.name, x.n FROM (SELECT m.schema_id, count(*) AS n"
                  + MODELS
                  + " GROUP BY m.schema_id HAVING count(*) > 5) x"
                  + " JOIN schemas s ON s.id = x.schema_id JOIN catalogs c ON c.id = s.catalog_id"
                  + " ORDER BY 1, 2"),
          question(
              "top 10 owners by models",
              "SELECT owner, COUNT(*) AS n FROM models GROUP BY owner ORDER BY n DESC, owner"
                  + " LIMIT 10",
              "SELECT o.name, x.n FROM (SELECT m.owner_id, count(*) AS n"
                  + MODELS
                  + " GROUP BY m.owner_id) x JOIN principals o ON o.id = x.owner_id"
                  + " ORDER BY x.n DESC, o.name LIMIT 10"),
          question(
              "models created by month",
              "SELECT YEAR(created_at) AS y, MONTH(created_at) AS mo, COUNT(*) AS n FROM models"
                  + " GROUP BY YEAR(created_at), MONTH(created_at) ORDER BY 1, 2",
              "SELECT EXTRACT(YEAR FROM m.created_at) AS y, EXTRACT(MONTH FROM m.created_at) AS mo,"
                  + " count(*) AS n"
                  + MODELS
                  + " GROUP BY 1, 2 ORDER BY 1, 2"),
          question(
              "versions by month",
              "SELECT YEAR(created_at) AS y, MONTH(created_at) AS mo, COUNT(*) AS n FROM versions"
                  + " GROUP BY YEAR(created_at), MONTH(created_at) ORDER BY 1, 2",
              "SELECT EXTRACT(YEAR FROM v.created_at) AS y, EXTRACT(MONTH FROM v.created_at) AS mo,"
                  + " count(*) AS n"
                  + VERSIONS
                  + " GROUP BY 1, 2 ORDER BY 1, 2"),
          question(
              "versions by status and catalog",
              "SELECT catalog_name, status, COUNT(*) AS n FROM versions"
                  + " GROUP BY catalog_name, status ORDER BY 1, 2",
              "SELECT c.name, x.status, x.n FROM (SELECT m.catalog_id, v.status, count(*) AS n"
                  + VERSIONS
                  + " GROUP BY m.catalog_id, v.status) x JOIN catalogs c ON c.id = x.catalog_id"
                  + " ORDER BY 1, 2"),
          question(
              "failed registrations in 2024",
              "SELECT full_name, version FROM versions WHERE status = 'FAILED_REGISTRATION'"
                  + " AND created_at >= TIMESTAMP '2024-01-01 00:00:00'"
                  + " ORDER BY created_at DESC, full_name, version LIMIT 50",
              "SELECT m.full_name, v.version"
                  + VERSIONS
                  + " AND v.status = 'FAILED_REGISTRATION' AND v.created_at >= '2024-01-01'"
                  + " ORDER BY v.created_at DESC, m.full_name, v.version LIMIT 50"),
          question(
              "top 10 authors of versions",
              "SELECT created_by, COUNT(*) AS n FROM versions GROUP BY created_by"
                  + " ORDER BY n DESC, created_by LIMIT 10",
              "SELECT v.created_by, count(*) AS n"
                  + VERSIONS
                  + " GROUP BY v.created_by ORDER BY n DESC, v.created_by LIMIT 10"),
          question(
              "models without a Champion",
              "SELECT COUNT(*) AS n FROM models m WHERE latest_version IS NOT NULL AND NOT EXISTS"
                  + " (SELECT 1 FROM aliases a WHERE a.full_name = m.full_name"
                  + " AND a.alias_key = 'champion')",
              "SELECT count(*) AS n FROM models m WHERE "
                  + READABLE
                  + " AND m.latest_version IS NOT NULL AND NOT EXISTS (SELECT 1 FROM aliases a"
                  + " WHERE a.model_id = m.id AND a.alias_key = 'champion')"),
          question(
              "Champion behind the latest version",
              "SELECT m.catalog_name, COUNT(*) AS n FROM models m JOIN aliases a"
                  + " ON a.full_name = m.full_name AND a.alias_key = 'champion'"
                  + " WHERE a.version < m.latest_version GROUP BY m.catalog_name ORDER BY 1",
              "SELECT c.name, x.n FROM (SELECT m.catalog_id, count(*) AS n FROM models m"
                  + " JOIN aliases a ON a.model_id = m.id AND a.alias_key = 'champion' WHERE "
                  + READABLE
                  + " AND a.version < m.latest_version GROUP BY m.catalog_id) x"
                  + " JOIN catalogs c ON c.id = x.catalog_id ORDER BY 1"),
          question(
              "age of Champions by catalog",
              "SELECT v.catalog_name, MIN(v.created_at) AS oldest, MAX(v.created_at) AS newest"
                  + " FROM aliases a JOIN versions v"
                  + " ON v.full_name = a.full_name AND v.version = a.version"
                  + " WHERE a.alias_key = 'champion' GROUP BY v.catalog_name ORDER BY 1",
              "SELECT c.name, x.oldest, x.newest FROM (SELECT m.catalog_id,"
                  + " min(v.created_at) AS oldest, max(v.created_at) AS newest FROM models m"
                  + " JOIN aliases a ON a.model_id = m.id JOIN versions v ON v.model_id = m.id"
                  + " AND v.version = a.version WHERE a.alias_key = 'champion' AND "
                  + READABLE
                  + " GROUP BY m.catalog_id) x JOIN catalogs c ON c.id = x.catalog_id ORDER BY 1"),
          question(
              "teams by stage, a pivot of tags",
              "SELECT t.tag_value AS team,"
                  + " SUM(CASE WHEN s.tag_value = 'production' THEN 1 ELSE 0 END) AS production,"
                  + " SUM(CASE WHEN s.tag_value = 'staging' THEN 1 ELSE 0 END) AS staging,"
                  + " COUNT(*) AS n FROM tags t JOIN tags s ON s.full_name = t.full_name"
                  + " AND s.object_type = 'MODEL' WHERE t.object_type = 'MODEL'"
                  + " AND t.tag_name = 'team' AND s.tag_name = 'stage'"
                  + " GROUP BY t.tag_value ORDER BY 1",
              "SELECT t.tag_value, count(*) FILTER (WHERE s.tag_value = 'production'),"
                  + " count(*) FILTER (WHERE s.tag_value = 'staging'), count(*) FROM models m"
                  + " JOIN model_tags t ON t.model_id = m.id AND t.tag_key = 'team'"
                  + " JOIN model_tags s ON s.model_id = m.id AND s.tag_key = 'stage' WHERE "
                  + VISIBLE
                  + " GROUP BY t.tag_value ORDER BY 1"),
          question(
              "values of tags",
              "SELECT tag_name, tag_value, COUNT(*) AS n FROM tags WHERE object_type = 'MODEL'"
                  + " GROUP BY tag_name, tag_value ORDER BY 1, 2",
              "SELECT t.tag_key, t.tag_value, count(*) FROM models m"
                  + " JOIN model_tags t ON t.model_id = m.id WHERE "
                  + VISIBLE
                  + " GROUP BY 1, 2 ORDER BY 1, 2"),
          question(
              "production models of a team",
              "SELECT m.full_name, m.owner, m.updated_at FROM models m"
                  + " JOIN tags t ON t.full_name = m.full_name AND t.object_type = 'MODEL'"
                  + " JOIN tags s ON s.full_name = m.full_name AND s.object_type = 'MODEL'"
                  + " WHERE t.tag_name = 'team' AND t.tag_value = 'team_10'"
                  + " AND s.tag_name = 'stage' AND s.tag_value = 'production'"
                  + " ORDER BY m.full_name LIMIT 200",
              "SELECT m.full_name, o.name, m.updated_at FROM models m"
                  + " JOIN principals o ON o.id = m.owner_id"
                  + " JOIN model_tags t ON t.model_id = m.id AND t.tag_key = 'team'"
                  + " AND t.tag_value = 'team_10' JOIN model_tags s ON s.model_id = m.id"
                  + " AND s.tag_key = 'stage' AND s.tag_value = 'production' WHERE "
                  + VISIBLE
                  + " ORDER BY m.full_name LIMIT 200"),
          question(
              "validated versions by catalog",
              "SELECT catalog_name, tag_value, COUNT(*) AS n FROM version_tags"
                  + " WHERE tag_name = 'validated' GROUP BY catalog_name, tag_value ORDER BY 1, 2",
              "SELECT c.name, x.tag_value, x.n FROM (SELECT m.catalog_id, t.tag_value,"
                  + " count(*) AS n FROM models m JOIN version_tags t ON t.model_id = m.id"
                  + " WHERE t.tag_key = 'validated' AND "
                  + READABLE
                  + " GROUP BY m.catalog_id, t.tag_value) x"
                  + " JOIN catalogs c ON c.id = x.catalog_id ORDER BY 1, 2"),
          question(
              "three newest models of each catalog",
              "SELECT catalog_name, full_name, r FROM (SELECT catalog_name, full_name,"
                  + " RANK() OVER (PARTITION BY catalog_name ORDER BY created_at DESC, full_name)"
                  + " AS r FROM models) x WHERE r <= 3 ORDER BY 1, 3",
              "SELECT c.name, x.full_name, x.r FROM (SELECT m.catalog_id, m.full_name,"
                  + " rank() OVER (PARTITION BY m.catalog_id ORDER BY m.created_at DESC,"
                  + " m.full_name) AS r"
                  + MODELS
                  + ") x JOIN catalogs c ON c.id = x.catalog_id WHERE x.r <= 3 ORDER BY 1, 3"),
          question(
              "running total of models by year",
              "SELECT y, n, SUM(n) OVER (ORDER BY y) AS total FROM (SELECT YEAR(created_at) AS y,"
                  + " COUNT(*) AS n FROM models GROUP BY YEAR(created_at)) x ORDER BY y",
              "SELECT EXTRACT(YEAR FROM m.created_at) AS y, count(*) AS n,"
                  + " sum(count(*)) OVER (ORDER BY EXTRACT(YEAR FROM m.created_at)) AS total"
                  + MODELS
                  + " GROUP BY 1 ORDER BY 1"),
          question(
              "tables that most models come from",
              "SELECT source_table_full_name, COUNT(DISTINCT target_model_full_name) AS n"
                  + " FROM system.access.model_lineage GROUP BY source_table_full_name"
                  + " ORDER BY n DESC, source_table_full_name LIMIT 20",
              "SELECT l.source_table_full_name, count(DISTINCT l.model_id) AS n FROM models m"
                  + " JOIN model_lineage l ON l.model_id = m.id WHERE "
                  + READABLE
                  + " GROUP BY 1 ORDER BY n DESC, 1 LIMIT 20"),
          question(
              "grants on models by principal",
              "SELECT principal, COUNT(*) AS n FROM grants WHERE object_type = 'MODEL'"
                  + " AND inherited_from_type IS NULL GROUP BY principal"
                  + " ORDER BY n DESC, principal LIMIT 20",
              "SELECT p.name, x.n FROM (SELECT g.principal_id, count(*) AS n FROM models m"
                  + " JOIN model_grants g ON g.model_id = m.id WHERE "
                  + VISIBLE
                  + " AND ("
                  + MANAGED
                  + " OR g.principal_id IN (SELECT id FROM me)) GROUP BY 1) x"
                  + " JOIN principals p ON p.id = x.principal_id ORDER BY x.n DESC, p.name"
                  + " LIMIT 20"),
          question(
              "changes by day",
              "SELECT CAST(event_time AS DATE) AS d, action_name, COUNT(*) AS n"
                  + " FROM system.access.audit WHERE event_time >= TIMESTAMP '2025-06-01 00:00:00'"
                  + " AND event_time < TIMESTAMP '2025-09-01 00:00:00'"
                  + " GROUP BY CAST(event_time AS DATE), action_name ORDER BY 1, 2",
              "SELECT a.event_time::date AS d, a.action_name, count(*) FROM audit_log a"
                  + " WHERE a.event_time >= '2025-06-01' AND a.event_time < '2025-09-01'"
                  + " AND (EXISTS (SELECT 1 FROM admin)"
                  + " OR (a.object_type = 'MODEL' AND a.object_id IN (SELECT m.id FROM models m"
                  + " WHERE "
                  + MANAGED
                  + "))) GROUP BY 1, 2 ORDER BY 1, 2"));

  private BiQuestions() {}

  private static Question question(String name, String vitrine, String handWritten) {
    return new Question(name, vitrine, RIGHTS + handWritten, List.of());
  }
}
