package dev.vitrine.server.pg.catalog;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.server.pg.message.PgColumn;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import dev.vitrine.session.call.Rows;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Fills the catalog's relations with the objects that a session may see, as far as a statement
 * reads the relations. For one statement.
 */
final class CatalogContent {
  /** Maximum number of models that appear as tables in their catalog's database. */
  private static final int MOST_TABLES = 10_000;

  /** Columns of all relations together, which bounds the memory of a copy. */
  private static final int MOST_COLUMNS = 100_000;

  /** OIDs of PostgreSQL's own objects are smaller. */
  private static final long FIRST_OID = 16_384;

  /** OID of the schema pg_catalog in PostgreSQL (pg_namespace.dat). */
  static final long CATALOG_SCHEMA = 11;

  /** OID of the first role in PostgreSQL (pg_authid.dat). */
  static final long OWNER = 10;

  /** Catalog relations whose OIDs clients know or look up. */
  private static final Map<String, Long> OWN =
      Map.ofEntries(
          Map.entry("pg_type", 1247L),
          Map.entry("pg_attribute", 1249L),
          Map.entry("pg_proc", 1255L),
          Map.entry("pg_class", 1259L),
          Map.entry("pg_namespace", 2615L),
          Map.entry("pg_constraint", 2606L),
          Map.entry("pg_description", 2609L),
          Map.entry("pg_database", 1262L),
          Map.entry("pg_index", 2610L),
          Map.entry("pg_rewrite", 2618L),
          Map.entry("pg_trigger", 2620L),
          Map.entry("pg_operator", 2617L),
          Map.entry("pg_opclass", 2616L),
          Map.entry("pg_opfamily", 2753L),
          Map.entry("pg_am", 2601L),
          Map.entry("pg_collation", 3456L),
          Map.entry("pg_extension", 3079L),
          Map.entry("pg_language", 2612L));

  private final Session session;
  private final Connection database;
  private final Set<String> read;
  private final Map<String, String> facts;
  private final Duration time;
  private final Map<String, Map<String, Integer>> columns = new HashMap<>();
  private final Map<String, Long> relations = new HashMap<>();

  /**
   * @param sql the statement
   * @param time maximum time of each query for the content
   */
  CatalogContent(
      Session session,
      CatalogDatabase database,
      String sql,
      Map<String, String> facts,
      Duration time) {
    this.session = session;
    this.database = database.owner();
    this.read = database.read(sql);
    this.facts = facts;
    this.time = time;
  }

  /** The OID of a relation of the catalog; 0 if no client looks it up. */
  static long relationId(String name) {
    return OWN.getOrDefault(name, 0L);
  }

  static long oid(String name) {
    CRC32 sum = new CRC32();
    sum.update(name.getBytes(StandardCharsets.UTF_8));
    return FIRST_OID + sum.getValue() % (Integer.MAX_VALUE - FIRST_OID);
  }

  void fill(Map<String, String> settings) throws SQLException {
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      insert("pgx_facts(name, fact)", fact.getKey(), fact.getValue());
    }
    if (read.contains("pg_settings")) {
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        insert("pg_settings(name, setting)", setting.getKey(), setting.getValue());
      }
    }
    new CatalogConstants(database, read).fill();
    if (readsAny("pg_database", "pg_shdescription")) {
      databases();
    }
    if (read.contains("pg_stat_activity")) {
      activity();
    }
    roles();
    boolean details = readsAny("pg_attribute", "pg_index", "pg_constraint", "pg_description");
    if (readsAny("pg_namespace", "pg_description")) {
      namespaces();
    }
    if (details || read.contains("pg_class")) {
      classes();
    }
    if (details) {
      attributes();
      new CatalogKeys(database, relations, columns).fill();
    }
  }

  private boolean readsAny(String... tables) {
    return Arrays.stream(tables).anyMatch(read::contains);
  }

  private void roles() throws SQLException {
    insert("pg_roles(oid, rolname, rolcanlogin)", OWNER, "vitrine", false);
    if (read.contains("pg_roles")) {
      for (Object[] row :
          rows("SELECT name, kind FROM system.registry.principals ORDER BY 1", MOST_TABLES)) {
        insert(
            "pg_roles(oid, rolname, rolcanlogin)",
            oid("role " + row[0]),
            row[0],
            "USER".equals(row[1]));
      }
    }
  }

  private void databases() throws SQLException {
    insert("pg_database(oid, datname)", oid("database system"), "system");
    for (Object[] row :
        rows(
            "SELECT catalog_name, comment FROM system.registry.catalogs ORDER BY 1", MOST_TABLES)) {
      if (!"system".equals(row[0])) {
        long oid = oid("database " + row[0]);
        insert("pg_database(oid, datname)", oid, row[0]);
        if (isText(row[1])) {
          insert(
              "pg_shdescription(objoid, classoid, description)",
              oid,
              relationId("pg_database"),
              row[1]);
        }
      }
    }
  }

  /** The session itself; the registry's own relation has those of others. */
  private void activity() throws SQLException {
    insert(
        "pg_stat_activity(datid, datname, pid, usesysid, usename, application_name, state,"
            + " backend_type)",
        oid("database " + facts.get("database")),
        facts.get("database"),
        Integer.valueOf(facts.getOrDefault("pid", "0")),
        oid("role " + facts.get("user")),
        facts.get("user"),
        facts.get("client"),
        "active",
        "client backend");
  }

  private void namespaces() throws SQLException {
    insert("pg_namespace(oid, nspname, nspowner)", CATALOG_SCHEMA, "pg_catalog", OWNER);
    for (String schema : List.of("information_schema", "registry", "access")) {
      insert("pg_namespace(oid, nspname, nspowner)", oid("schema " + schema), schema, OWNER);
    }
    if (!inSystem()) {
      for (Object[] row :
          rows(
              "SELECT schema_name, comment FROM system.registry.schemas WHERE catalog_name = ?"
                  + " ORDER BY 1",
              MOST_TABLES,
              facts.getOrDefault("database", ""))) {
        long oid = oid("schema " + row[0]);
        insert("pg_namespace(oid, nspname, nspowner)", oid, row[0], OWNER);
        comment(oid, "pg_namespace", 0, row[1]);
      }
    }
  }

  private static boolean isText(@Nullable Object comment) {
    return comment != null && !comment.toString().isEmpty();
  }

  /**
   * The comment of an object, if it has one.
   *
   * @param relation of the catalog that lists objects of its kind
   * @param column of the object; 0 for the object itself
   */
  private void comment(long oid, String relation, int column, @Nullable Object text)
      throws SQLException {
    if (text != null && isText(text) && read.contains("pg_description")) {
      insert(
          "pg_description(objoid, classoid, objsubid, description)",
          oid,
          relationId(relation),
          column,
          text);
    }
  }

  private boolean inSystem() {
    return "system".equals(facts.get("database"));
  }

  /** The relations of the database, in all schemas of it. */
  private List<Object[]> described(String columnsOfThem, String relation, int most) {
    List<Object[]> all =
        new ArrayList<>(
            rows(
                "SELECT "
                    + columnsOfThem
                    + " FROM system.information_schema."
                    + relation
                    + " WHERE table_catalog = 'system' AND table_schema IN ('registry', 'access'"
                    + (inSystem() ? ", 'information_schema')" : ")"),
                most));
    if (!inSystem()) {
      all.addAll(
          rows(
              "SELECT "
                  + columnsOfThem
                  + " FROM system.information_schema."
                  + relation
                  + " WHERE table_catalog = ? ORDER BY table_schema, table_name",
              most,
              facts.getOrDefault("database", "")));
    }
    return all;
  }

  private void classes() throws SQLException {
    for (Map.Entry<String, Long> own : OWN.entrySet()) {
      relation(own.getKey(), own.getValue(), CATALOG_SCHEMA, "r", false);
    }
    for (Object[] row :
        described("table_schema, table_name, table_type, comment", "tables", MOST_TABLES)) {
      String name = row[0] + "." + row[1];
      relations.put(name, oid("relation " + name));
      boolean keyed = row[0].equals("registry") && CatalogKeys.isKeyed(String.valueOf(row[1]));
      relation(
          String.valueOf(row[1]),
          oid("relation " + name),
          oid("schema " + row[0]),
          "VIEW".equals(row[2]) ? "v" : "r",
          keyed);
      comment(oid("relation " + name), "pg_class", 0, row[3]);
    }
  }

  private void relation(String name, long oid, long schema, String kind, boolean indexed)
      throws SQLException {
    insert(
        "pg_class(oid, relname, relnamespace, relkind, relhasindex)",
        oid,
        name,
        schema,
        kind,
        indexed);
  }

  private void attributes() throws SQLException {
    String wanted =
        "table_schema, table_name, column_name, ordinal_position, type_name, column_size,"
            + " decimal_digits, is_nullable, comment";
    for (Object[] row : described(wanted, "columns", MOST_COLUMNS)) {
      String relation = row[0] + "." + row[1];
      Long id = relations.get(relation);
      if (id == null) {
        continue;
      }
      PgColumn column = PgColumn.of(column(row));
      int number = ((Number) row[3]).intValue();
      columns.computeIfAbsent(relation, key -> new HashMap<>()).put(column.name(), number);
      insert(
          "pg_attribute(attrelid, attname, atttypid, attlen, attnum, atttypmod, attnotnull)",
          id,
          column.name(),
          (long) column.type().oid(),
          column.type().size(),
          number,
          column.modifier(),
          "NO".equals(row[7]));
      comment(id, "pg_class", number, row[8]);
    }
  }

  /** Points in time are {@code TIMESTAMP} there, and have a time zone in results. */
  private static Column column(Object[] row) {
    DataType type = DataType.valueOf(String.valueOf(row[4]));
    return new Column(
        String.valueOf(row[2]),
        type == DataType.TIMESTAMP ? DataType.INSTANT : type,
        row[5] == null ? 0 : ((Number) row[5]).intValue(),
        row[6] == null ? 0 : ((Number) row[6]).intValue(),
        true,
        "");
  }

  /** Reads what the session may see. */
  private List<Object[]> rows(String sql, int most, Object... values) {
    List<Object[]> all = new ArrayList<>();
    try (Rows rows = (Rows) session.execute(sql, List.of(values), new Limits(most, time)).get(0)) {
      for (Optional<Object[]> row = rows.next(); row.isPresent(); row = rows.next()) {
        all.add(row.get());
      }
    }
    return all;
  }

  private void insert(String target, @Nullable Object... values) throws SQLException {
    CatalogRows.insert(database, target, values);
  }
}
