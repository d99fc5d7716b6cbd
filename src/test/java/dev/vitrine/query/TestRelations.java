package dev.vitrine.query;

import static dev.vitrine.catalog.Column.bigint;
import static dev.vitrine.catalog.Column.timestamp;
import static dev.vitrine.catalog.Column.varchar;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.Relation;
import dev.vitrine.query.plan.Dialect;
import java.util.ArrayList;
import java.util.List;

/** Relations in the shape of the registry's. */
final class TestRelations {
  static final List<Relation> ALL =
      List.of(
          relation("catalogs", 1, owned()),
          relation("schemas", 2, owned()),
          relation("models", 4, withVersion(owned())),
          relation(
              "versions",
              4,
              List.of(
                  bigint("version", false, ""),
                  varchar("status", 32, false, ""),
                  varchar("source", 4000, true, ""),
                  varchar("run_id", 255, true, ""),
                  varchar("signature", 1000000, true, ""),
                  varchar("comment", 65535, true, ""),
                  varchar("storage_location", 4000, true, ""),
                  timestamp("created_at", false, ""),
                  varchar("created_by", 255, false, ""),
                  timestamp("updated_at", false, ""),
                  varchar("updated_by", 255, false, ""))),
          relation(
              "aliases",
              4,
              List.of(
                  varchar("alias", 255, false, ""),
                  varchar("alias_key", 255, false, ""),
                  bigint("version", false, ""))),
          relation(
              "tags",
              4,
              List.of(
                  varchar("object_type", 16, false, ""),
                  varchar("tag_name", 255, false, ""),
                  varchar("tag_value", 1000, false, ""))),
          relation(
              "grants",
              0,
              List.of(
                  varchar("principal", 255, false, ""),
                  varchar("privilege", 32, false, ""),
                  varchar("object_type", 16, false, ""),
                  varchar("full_name", 767, false, ""))),
          new Relation("access", "audit", "", List.of(timestamp("event_time", false, ""))),
          new Relation(
              "information_schema",
              "schemata",
              "",
              List.of(varchar("catalog_name", 255, false, ""))),
          new Relation(
              "information_schema",
              "models",
              "",
              List.of(varchar("model_catalog", 255, false, ""))));

  private TestRelations() {}

  static QueryPlanner planner(Dialect dialect) {
    return new QueryPlanner(ALL, dialect, 1000);
  }

  private static Relation relation(String name, int parts, List<Column> more) {
    List<String> names = List.of("catalog_name", "schema_name", "model_name", "full_name");
    List<Column> columns = new ArrayList<>();
    for (String part : names.subList(0, parts)) {
      columns.add(varchar(part, part.equals("full_name") ? 767 : 255, false, ""));
    }
    columns.addAll(more);
    return new Relation("registry", name, "", columns);
  }

  private static List<Column> owned() {
    return List.of(
        varchar("owner", 255, false, ""),
        varchar("comment", 65535, true, ""),
        varchar("storage_location", 4000, true, ""),
        timestamp("created_at", false, ""),
        varchar("created_by", 255, false, ""),
        timestamp("updated_at", false, ""),
        varchar("updated_by", 255, false, ""));
  }

  private static List<Column> withVersion(List<Column> columns) {
    List<Column> all = new ArrayList<>(columns);
    all.add(3, bigint("latest_version", true, ""));
    return all;
  }
}
