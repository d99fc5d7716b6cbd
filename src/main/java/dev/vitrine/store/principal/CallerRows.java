package dev.vitrine.store.principal;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects a caller from rows, one for each principal that it acts as, with the columns {@code
 * name}, {@code holder_id}, and the metastore's owner as {@code owner_id}.
 */
final class CallerRows {
  private final Set<Long> holders = new HashSet<>();
  private final long readAt = System.nanoTime();
  private long id;
  private @Nullable String name;
  private boolean admin;

  /** Adds a row of the principal with this ID. */
  void add(long principal, ResultSet row) throws SQLException {
    long holder = row.getLong("holder_id");
    id = principal;
    name = row.getString("name");
    admin |= holder == row.getLong("owner_id");
    holders.add(holder);
  }

  /** The caller of the rows, of which there must be one. */
  CallerSnapshot snapshot() {
    return new CallerSnapshot(
        new Caller(id, requireNonNull(name), holders, Set.of(), admin), readAt);
  }
}
