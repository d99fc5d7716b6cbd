package dev.vitrine.store.relation;

import dev.vitrine.catalog.SecurableType;

/**
 * Securables in queries: the metastore is {@code t}, a catalog {@code c}, a schema {@code s} and a
 * model {@code m}, each with its containers. The holes are {@linkplain PastTables tables}, of the
 * present or of the past.
 */
final class ObjectSql {
  static final SqlText MODELS =
      SqlText.of(
          """
          {models} m {parent_join} {schemas} s ON s.id = m.schema_id
          {parent_join} {catalogs} c ON c.id = m.catalog_id {in_catalog}""");

  static final SqlText SCHEMAS =
      SqlText.of("{schemas} s {parent_join} {catalogs} c ON c.id = s.catalog_id");

  private ObjectSql() {}

  static String alias(SecurableType type) {
    return switch (type) {
      case METASTORE -> "t";
      case CATALOG -> "c";
      case SCHEMA -> "s";
      case MODEL -> "m";
    };
  }

  /** The FROM item for all objects of a type. */
  static SqlText from(SecurableType type) {
    return switch (type) {
      case METASTORE -> SqlText.of("{metastore} t");
      case CATALOG -> SqlText.of("{catalogs} c");
      case SCHEMA -> SCHEMAS;
      case MODEL -> MODELS;
    };
  }

  /** The FROM item for all objects of a type without their containers. */
  static SqlText alone(SecurableType type) {
    return SqlText.of("{" + ObjectTables.of(type).objects() + "} " + alias(type));
  }

  /**
   * Joins to the containers that give an object its name, for a query that does not search by them.
   */
  static SqlText parents(SecurableType type) {
    return switch (type) {
      case METASTORE, CATALOG -> SqlText.of("");
      case SCHEMA -> SqlText.of("LEFT JOIN {catalogs} c ON c.id = s.catalog_id");
      case MODEL ->
          SqlText.of(
              """
              LEFT JOIN {schemas} s ON s.id = m.schema_id
              LEFT JOIN {catalogs} c ON c.id = m.catalog_id""");
    };
  }

  /** The ID of the object of type {@code level} that an object is or is in. */
  static String idOf(SecurableType level, SecurableType object) {
    return level == object
        ? alias(object) + ".id"
        : alias(object) + "." + ObjectTables.of(level).key();
  }

  /**
   * The full name. It is cast, because PostgreSQL gives {@code ||} the type TEXT, and moves a
   * condition into the branches of a UNION ALL only if their columns have the same types.
   */
  static String fullName(SecurableType type) {
    return switch (type) {
      case METASTORE -> "t.name";
      case CATALOG -> "c.name";
      case SCHEMA -> "CAST(c.name || '.' || s.name AS VARCHAR(511))";
      case MODEL -> "m.full_name";
    };
  }

  /** The name of the schema that an object is or is in; NULL for a catalog. */
  static String schemaName(SecurableType type) {
    return type == SecurableType.CATALOG ? "CAST(NULL AS VARCHAR(255))" : "s.name";
  }

  /** The name of the model that an object is; NULL for others. */
  static String modelName(SecurableType type) {
    return type == SecurableType.MODEL ? "m.name" : "CAST(NULL AS VARCHAR(255))";
  }

  /** The type of the object that a grant is inherited from; NULL for a grant on the object. */
  static String inheritedType(SecurableType level, SecurableType object) {
    return level == object ? "CAST(NULL AS VARCHAR(16))" : "'" + level + "'";
  }

  /** The name of the object that a grant is inherited from; NULL for a grant on the object. */
  static String inheritedName(SecurableType level, SecurableType object) {
    return level == object ? "CAST(NULL AS VARCHAR(767))" : fullName(level);
  }
}
