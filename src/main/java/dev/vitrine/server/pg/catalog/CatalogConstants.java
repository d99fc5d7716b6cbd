package dev.vitrine.server.pg.catalog;

import dev.vitrine.server.pg.message.PgType;
import dev.vitrine.session.SqlWords;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Fills the catalog's relations with rows that do not depend on the session. For one statement. */
final class CatalogConstants {
  private final Connection database;
  private final Set<String> read;

  CatalogConstants(Connection database, Set<String> read) {
    this.database = database;
    this.read = read;
  }

  void fill() throws SQLException {
    if (read.contains("pg_type")) {
      types();
    }
    if (read.contains("pgx_keywords")) {
      keywords();
    }
    insert("pg_am(oid, amname, amtype)", 2L, "heap", "t");
    insert("pg_am(oid, amname, amtype)", 403L, "btree", "i");
    insert("pg_tablespace(oid, spcname, spcowner)", 1_663L, "pg_default", CatalogContent.OWNER);
    insert("pg_language(oid, lanname)", 12L, "internal");
    insert(
        "pg_collation(oid, collname, collnamespace, collprovider)",
        100L,
        "default",
        CatalogContent.CATALOG_SCHEMA,
        "d");
  }

  private void keywords() throws SQLException {
    for (String word : SqlWords.keywords()) {
      boolean reserved = SqlWords.isReserved(word);
      insert(
          "pgx_keywords(word, catcode, barelabel, catdesc, baredesc)",
          word.toLowerCase(Locale.ROOT),
          reserved ? "R" : "U",
          !reserved,
          reserved ? "reserved" : "unreserved",
          reserved ? "requires AS" : "can be bare label");
    }
  }

  private void types() throws SQLException {
    for (PgType type : PgType.values()) {
      boolean array = type.element() != type;
      long arrayOid =
          Arrays.stream(PgType.values())
              .filter(other -> other != type && other.element() == type)
              .mapToLong(PgType::oid)
              .findFirst()
              .orElse(0);
      String name = type.name().toLowerCase(Locale.ROOT);
      insert(
          "pg_type(oid, typname, typlen, typcategory, typelem, typarray, typinput)",
          (long) type.oid(),
          array ? "_" + type.element().name().toLowerCase(Locale.ROOT) : name,
          type.size(),
          array ? "A" : category(type),
          array ? (long) type.element().oid() : 0L,
          arrayOid,
          array ? "array_in" : name + "in");
    }
  }

  private static String category(PgType type) {
    return switch (type.format()) {
      case BOOLEAN -> "B";
      case INT2, INT4, INT8, OID, FLOAT4, FLOAT8, NUMERIC -> "N";
      case TEXT -> "S";
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> "D";
      case BYTEA -> "U";
      case ARRAY -> "A";
    };
  }

  private void insert(String target, Object... values) throws SQLException {
    CatalogRows.insert(database, target, values);
  }
}
