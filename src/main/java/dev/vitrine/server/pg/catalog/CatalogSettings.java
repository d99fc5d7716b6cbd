package dev.vitrine.server.pg.catalog;

import java.sql.Connection;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The functions of catalog statements on run-time parameters. H2 calls them by name, in the thread
 * that runs the statement.
 */
public final class CatalogSettings {
  private static final ThreadLocal<List<Change>> CHANGES = ThreadLocal.withInitial(ArrayList::new);

  private CatalogSettings() {}

  /**
   * A call of {@code set_config}.
   *
   * @param value empty for the initial value
   * @param local whether it ends with the transaction
   */
  public record Change(String name, Optional<String> value, boolean local) {}

  /** The calls since the last question in this thread, in order. */
  static List<Change> taken() {
    List<Change> taken = List.copyOf(CHANGES.get());
    CHANGES.remove();
    return taken;
  }

  /** Notes the change of a parameter, which is made when the statement has run. */
  public static @Nullable String set(
      @Nullable String name, @Nullable String value, @Nullable Boolean local) throws SQLException {
    if (name == null || local == null) {
      throw new SQLDataException("The name of the parameter is NULL", "22023");
    }
    CHANGES.get().add(new Change(name, Optional.ofNullable(value), local));
    return value;
  }

  /** The value of a parameter; null where PostgreSQL has one that is unknown here. */
  public static @Nullable String get(Connection connection, @Nullable String name)
      throws SQLException {
    return name == null
        ? null
        : CatalogFunctions.first(
            connection,
            "SELECT setting FROM pg_settings WHERE name = ?",
            name.toLowerCase(Locale.ROOT));
  }

  /** The same; it is never an error that the parameter does not exist. */
  public static @Nullable String get(
      Connection connection, @Nullable String name, @Nullable Boolean ignored) throws SQLException {
    return get(connection, name);
  }
}
