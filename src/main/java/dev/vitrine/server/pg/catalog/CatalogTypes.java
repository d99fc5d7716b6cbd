package dev.vitrine.server.pg.catalog;

import dev.vitrine.server.pg.message.PgType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of catalog statements on types. H2 calls them by name. */
public final class CatalogTypes {
  /** VARHDRSZ of PostgreSQL, which type modifiers include. */
  private static final int HEADER = 4;

  private static final Map<PgType, String> NAMES =
      Map.ofEntries(
          Map.entry(PgType.BOOL, "boolean"),
          Map.entry(PgType.INT2, "smallint"),
          Map.entry(PgType.INT4, "integer"),
          Map.entry(PgType.INT8, "bigint"),
          Map.entry(PgType.FLOAT4, "real"),
          Map.entry(PgType.FLOAT8, "double precision"),
          Map.entry(PgType.VARCHAR, "character varying"),
          Map.entry(PgType.BPCHAR, "character"),
          Map.entry(PgType.CHAR, "\"char\""),
          Map.entry(PgType.TIME, "time without time zone"),
          Map.entry(PgType.TIMESTAMP, "timestamp without time zone"),
          Map.entry(PgType.TIMESTAMPTZ, "timestamp with time zone"));

  private CatalogTypes() {}

  /** The name of a type with its modifier, as PostgreSQL writes it. */
  public static @Nullable String format(@Nullable Long oid, @Nullable Integer modifier) {
    if (oid == null) {
      return null;
    }
    PgType type = PgType.of(oid.intValue()).orElse(null);
    if (type == null) {
      return "???";
    }
    if (type.element() != type) {
      return format((long) type.element().oid(), -1) + "[]";
    }
    String name = NAMES.getOrDefault(type, type.name().toLowerCase(Locale.ROOT));
    if (modifier == null || modifier < HEADER) {
      return name;
    }
    int value = modifier - HEADER;
    return switch (name) {
      case "character varying", "character" -> name + "(" + value + ")";
      case "numeric" -> name + "(" + (value >> 16) + "," + (value & 0xffff) + ")";
      default -> name;
    };
  }

  /** The OID of a type by its OID or by one of its names; null if there is none. */
  public static @Nullable Long id(Connection connection, @Nullable String name)
      throws SQLException {
    if (name == null) {
      return null;
    }
    if (name.matches("\\d{1,18}")) {
      return Long.valueOf(name);
    }
    String oid =
        CatalogFunctions.first(
            connection, "SELECT oid FROM pg_type WHERE typname = ?", internal(name));
    return oid == null ? null : Long.valueOf(oid);
  }

  /** The name of a type, which is given by its OID or by one of its names, as SQL has it. */
  public static @Nullable String name(Connection connection, @Nullable String name)
      throws SQLException {
    Long oid = id(connection, name);
    return oid == null ? name : format(oid, -1);
  }

  /** The name in pg_type, such as {@code _int4} of {@code integer[]}. */
  private static String internal(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT).replaceFirst("^pg_catalog\\.", "");
    if (lower.endsWith("[]")) {
      return "_" + internal(lower.substring(0, lower.length() - 2));
    }
    for (Map.Entry<PgType, String> type : NAMES.entrySet()) {
      if (type.getValue().equals(lower)) {
        return type.getKey().name().toLowerCase(Locale.ROOT);
      }
    }
    return switch (lower) {
      case "int" -> "int4";
      case "decimal" -> "numeric";
      default -> lower;
    };
  }
}
