package dev.vitrine.server.pg.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The primary and foreign keys between relations of the registry. For one statement. */
final class CatalogKeys {
  /** Keys: relation of the schema registry, columns, referenced relation (or itself). */
  private static final List<String> KEYS =
      List.of(
          "catalogs(catalog_name)",
          "schemas(catalog_name,schema_name)",
          "models(full_name)",
          "versions(full_name,version)",
          "aliases(full_name,alias_key)",
          "schemas(catalog_name)catalogs(catalog_name)",
          "models(catalog_name,schema_name)schemas(catalog_name,schema_name)",
          "versions(full_name)models(full_name)",
          "aliases(full_name,version)versions(full_name,version)",
          "tags(full_name)models(full_name)",
          "version_tags(full_name,version)versions(full_name,version)",
          "version_files(full_name,version)versions(full_name,version)",
          "signature_columns(full_name,version)versions(full_name,version)",
          "version_params(full_name,version)versions(full_name,version)",
          "version_metrics(full_name,version)versions(full_name,version)");

  /** Relations whose foreign key does not hold for all rows: catalogs and schemas have tags too. */
  private static final Set<String> NOT_VALID = Set.of("tags");

  private final Connection database;
  private final Map<String, Long> relations;
  private final Map<String, Map<String, Integer>> columns;

  /**
   * @param relations OIDs by schema and name
   * @param columns numbers of columns by relation and name
   */
  CatalogKeys(
      Connection database, Map<String, Long> relations, Map<String, Map<String, Integer>> columns) {
    this.database = database;
    this.relations = relations;
    this.columns = columns;
  }

  /** Whether a relation of the schema registry has a primary key. */
  static boolean isKeyed(String table) {
    return KEYS.stream()
        .anyMatch(
            key ->
                key.startsWith(table + "(")
                    && key.endsWith(")")
                    && key.indexOf(')') == key.length() - 1);
  }

  /** Inserts the keys of the relations that there are. */
  void fill() throws SQLException {
    for (String key : KEYS) {
      int open = key.indexOf('(');
      int close = key.indexOf(')');
      String table = key.substring(0, open);
      String[] own = key.substring(open + 1, close).split(",");
      String other = key.substring(close + 1);
      Long id = relations.get("registry." + table);
      Optional<Integer[]> numbers = numbers("registry." + table, own);
      if (id == null || numbers.isEmpty()) {
        continue;
      }
      if (other.isEmpty()) {
        primary(table, id, own, numbers.get());
      } else {
        String target = other.substring(0, other.indexOf('('));
        String[] theirs = other.substring(other.indexOf('(') + 1, other.length() - 1).split(",");
        Long targetId = relations.get("registry." + target);
        Optional<Integer[]> theirNumbers = numbers("registry." + target, theirs);
        if (targetId != null && theirNumbers.isPresent()) {
          foreign(table, id, numbers.get(), target, targetId, theirNumbers.get(), key);
        }
      }
    }
  }

  private Optional<Integer[]> numbers(String relation, String[] names) {
    Map<String, Integer> known = columns.getOrDefault(relation, Map.of());
    Integer[] numbers = new Integer[names.length];
    for (int i = 0; i < names.length; i++) {
      if (!known.containsKey(names[i])) {
        return Optional.empty();
      }
      numbers[i] = known.get(names[i]);
    }
    return Optional.of(numbers);
  }

  private void primary(String table, long id, String[] own, Integer[] numbers) throws SQLException {
    String name = table + "_pkey";
    long index = CatalogContent.oid("index " + name);
    long schema = CatalogContent.oid("schema registry");
    String list = String.join(", ", own);
    CatalogRows.insert(
        database,
        "pg_class(oid, relname, relnamespace, relkind, relam, relnatts)",
        index,
        name,
        schema,
        "i",
        403L,
        own.length);
    CatalogRows.insert(
        database,
        "pg_index(indexrelid, indrelid, indnatts, indnkeyatts, indisunique, indisprimary, indkey,"
            + " indoption, pgx_definition)",
        index,
        id,
        own.length,
        own.length,
        true,
        true,
        numbers,
        new Integer[] {0, 0},
        "CREATE UNIQUE INDEX " + name + " ON registry." + table + " USING btree (" + list + ")");
    for (int i = 0; i < own.length; i++) {
      CatalogRows.run(
          database,
          "INSERT INTO pg_attribute"
              + "(attrelid, attname, attnum, atttypid, atttypmod, attlen, attnotnull)"
              + " SELECT ?, attname, ?, atttypid, atttypmod, attlen, FALSE FROM pg_attribute"
              + " WHERE attrelid = ? AND attnum = ?",
          index,
          i + 1,
          id,
          numbers[i]);
    }
    CatalogRows.insert(
        database,
        "pg_constraint(oid, conname, connamespace, contype, conrelid, conindid, conkey, conbin)",
        CatalogContent.oid("constraint " + name),
        name,
        schema,
        "p",
        id,
        index,
        numbers,
        "PRIMARY KEY (" + list + ")");
  }

  private void foreign(
      String table,
      long id,
      Integer[] numbers,
      String target,
      long targetId,
      Integer[] theirs,
      String key)
      throws SQLException {
    String name = table + "_" + target + "_fkey";
    String definition =
        "FOREIGN KEY "
            + key.substring(key.indexOf('('), key.indexOf(')') + 1)
            + " REFERENCES registry."
            + key.substring(key.indexOf(')') + 1);
    boolean valid = !NOT_VALID.contains(table);
    String spaced = definition.replace(",", ", ") + (valid ? "" : " NOT VALID");
    CatalogRows.insert(
        database,
        "pg_constraint(oid, conname, connamespace, contype, conrelid, conindid, confrelid, conkey,"
            + " confkey, conbin, convalidated)",
        CatalogContent.oid("constraint " + name),
        name,
        CatalogContent.oid("schema registry"),
        "f",
        id,
        CatalogContent.oid("index " + target + "_pkey"),
        targetId,
        numbers,
        theirs,
        spaced,
        valid);
  }
}
