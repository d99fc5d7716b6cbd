package dev.vitrine.server.pg.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions of catalog statements on privileges. The catalog has only what the user may read,
 * and no table can be changed. H2 calls them by name; the last argument is a list of privileges.
 */
public final class CatalogPrivileges {
  private static final Set<String> OF_TABLES = Set.of("SELECT");
  private static final Set<String> OF_OTHERS = Set.of("USAGE", "CONNECT", "EXECUTE");

  private CatalogPrivileges() {}

  /** Whether the user has one of the privileges on a table or column. */
  public static @Nullable Boolean ofTable(@Nullable String... arguments) {
    return has(OF_TABLES, arguments);
  }

  /** Whether the user has one of the privileges on a schema, database or function. */
  public static @Nullable Boolean ofOther(@Nullable String... arguments) {
    return has(OF_OTHERS, arguments);
  }

  private static @Nullable Boolean has(Set<String> granted, @Nullable String... arguments) {
    String list = arguments.length == 0 ? null : arguments[arguments.length - 1];
    return list == null
        ? null
        : Arrays.stream(list.toUpperCase(Locale.ROOT).split(","))
            .map(String::strip)
            .anyMatch(granted::contains);
  }
}
