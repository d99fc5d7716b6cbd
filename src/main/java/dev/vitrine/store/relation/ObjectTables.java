package dev.vitrine.store.relation;

import dev.vitrine.catalog.SecurableType;
import java.util.Locale;

/** The tables of one type of securable; the only place that composes their names. */
public record ObjectTables(String objects, String key, String grants, String tags) {
  private static final ObjectTables METASTORE = named("metastore", "metastore");
  private static final ObjectTables CATALOG = named("catalog", "catalogs");
  private static final ObjectTables SCHEMA = named("schema", "schemas");
  private static final ObjectTables MODEL = named("model", "models");

  /** The tables of a type. */
  public static ObjectTables of(SecurableType type) {
    return switch (type) {
      case METASTORE -> METASTORE;
      case CATALOG -> CATALOG;
      case SCHEMA -> SCHEMA;
      case MODEL -> MODEL;
    };
  }

  private static ObjectTables named(String type, String objects) {
    String name = type.toLowerCase(Locale.ROOT);
    return new ObjectTables(objects, name + "_id", name + "_grants", name + "_tags");
  }
}
