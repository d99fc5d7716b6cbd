package dev.vitrine.store.history;

import dev.vitrine.store.vendor.StoreConflictException;
import dev.vitrine.store.vendor.Vendor;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Writes the past of one transaction: rows are closed before they are changed or deleted, all at
 * one time. The time is the larger of the store's clock and the newest {@code valid_from} that the
 * transaction replaces plus 1 ms, so the intervals of a row neither overlap nor leave gaps,
 * whatever the clocks of servers say. If a transaction that has written already meets a newer row,
 * what it has written gets the later time, too.
 */
public final class HistoryWriter {
  /** Statements of a transaction whose time can be corrected; about 2 MiB. */
  private static final int MOST_CORRECTED = 10_000;

  private final Handle handle;
  private final Vendor vendor;
  private final StoreClock clock;
  private final Set<Rows> written = new LinkedHashSet<>();
  private @Nullable String author;
  private @Nullable LocalDateTime time;

  /**
   * Rows of a table.
   *
   * @param condition over the columns of the table, with named parameters
   */
  private record Rows(HistoryTable table, String condition, Map<String, ?> values) {}

  /**
   * How far a transaction has come, so that it can go back.
   *
   * @param time null if it has no time yet
   * @param writes number of its writes
   */
  public record Mark(@Nullable LocalDateTime time, int writes) {}

  /** Works in the transaction of a handle. */
  public HistoryWriter(Handle handle, Vendor vendor, StoreClock clock) {
    this.handle = handle;
    this.vendor = vendor;
    this.clock = clock;
  }

  /** Sets the user who is recorded with changes from now on. */
  public void setAuthor(String name) {
    author = name;
  }

  /** The user who is recorded with changes; null for changes that no user made. */
  public @Nullable String author() {
    return author;
  }

  /** The time of the transaction, in UTC, to the millisecond. */
  public LocalDateTime time() {
    if (time == null) {
      time = clock.now(handle);
    }
    return time;
  }

  /** How far the transaction has come. */
  public Mark mark() {
    return new Mark(time, written.size());
  }

  /** Forgets what was written after a mark, and the time that it got since then. */
  public void returnTo(Mark mark) {
    time = mark.time();
    List<Rows> kept = written.stream().limit(mark.writes()).toList();
    written.clear();
    written.addAll(kept);
  }

  /**
   * Closes rows that are about to be changed or deleted. Rows that this transaction has written
   * itself are not recorded. The caller holds the locks of the objects that the rows belong to.
   *
   * @param condition over the columns of the table, with named parameters
   * @throws StoreConflictException when the time of too many statements would have to be corrected
   */
  public void close(HistoryTable table, String condition, Map<String, ?> values) {
    close(table, condition, condition, values);
  }

  private void close(
      HistoryTable table, String condition, String correction, Map<String, ?> values) {
    Optional<LocalDateTime> newest = copy(table, condition, values);
    if (newest.isPresent() && !newest.get().isBefore(time())) {
      moveTo(newest.get());
      copy(table, condition, values);
    }
    written(table, correction, values);
  }

  /** Lets the transaction have a time that is not before the end of rows that it opens again. */
  public void continueAfter(LocalDateTime end) {
    if (end.isAfter(time())) {
      moveTo(end.minus(1, ChronoUnit.MILLIS));
    }
  }

  /** The same, for rows that may have been there before. */
  public void continueAfter(HistoryTable table, String condition, Map<String, ?> values) {
    handle
        .createQuery("SELECT MAX(valid_to) FROM " + table.closedRows() + " WHERE " + condition)
        .bindMap(values)
        .mapTo(LocalDateTime.class)
        .findOne()
        .ifPresent(this::continueAfter);
  }

  /** Closes the rows that are deleted with a version. */
  public void closeVersion(long modelId, long version) {
    for (HistoryTable table : HistoryTable.OF_VERSIONS) {
      close(
          table,
          "model_id = :model AND version = :version",
          Map.of("model", modelId, "version", version));
    }
  }

  /**
   * Closes the rows of models, which are about to be deleted, and all that is deleted with them.
   *
   * @param condition over the columns of {@code models}, with named parameters
   */
  public void closeModels(String condition, Map<String, ?> values) {
    String present = "SELECT id FROM models WHERE " + condition;
    String deleted = "model_id IN (" + present + ")";
    // Corrections can come after the deletion.
    String ever =
        "model_id IN ("
            + present
            + " UNION ALL SELECT id FROM models_history WHERE "
            + condition
            + ")";
    // First, because it takes the locks of the models.
    close(HistoryTable.MODELS, condition, values);
    for (HistoryTable table : HistoryTable.OF_MODELS) {
      close(table, deleted, ever, values);
    }
  }

  /**
   * Notes that rows are inserted at the time of the transaction, in case that it has to be
   * corrected.
   *
   * @return the time
   */
  public LocalDateTime insert(HistoryTable table, String condition, Map<String, ?> values) {
    LocalDateTime now = time();
    written(table, condition, values);
    return now;
  }

  /**
   * Closes single rows of which the newest is known, in one batch. The caller holds the lock of the
   * object that they belong to.
   *
   * @param newest the newest {@code valid_from} of the rows
   * @param keys values of the table's keys, in order, of each row
   * @param condition of all rows of the object, with named parameters
   */
  public void closeAll(
      HistoryTable table,
      LocalDateTime newest,
      List<List<?>> keys,
      String condition,
      Map<String, ?> values) {
    if (keys.isEmpty()) {
      return;
    }
    passNewest(table, newest, condition, values);
    String one =
        table.keys().stream()
            .map(column -> column + " = :" + column)
            .collect(Collectors.joining(" AND "));
    try (PreparedBatch batch = handle.prepareBatch(closing(table, one))) {
      for (List<?> key : keys) {
        batch.bind("now", time()).bind("author", author);
        for (int i = 0; i < key.size(); i++) {
          batch.bind(table.keys().get(i), key.get(i));
        }
        batch.add();
      }
      batch.execute();
    }
    written(table, condition, values);
  }

  /**
   * Notes that the caller closes rows with the text of {@link #closing} and replaces them. The
   * caller holds the locks of the rows.
   *
   * @param newest the newest {@code valid_from} of the rows
   * @param condition over the columns of the table, with named parameters
   * @return the time at which they are closed, the parameter {@code now} of the text
   * @throws StoreConflictException when the time of too many statements would have to be corrected
   */
  public LocalDateTime replace(
      HistoryTable table, LocalDateTime newest, String condition, Map<String, ?> values) {
    passNewest(table, newest, condition, values);
    written(table, condition, values);
    return time();
  }

  /**
   * The statement that closes rows, with the parameters {@code now} and {@code author}; rows that
   * the transaction has written itself are not recorded.
   *
   * @param condition over the columns of the table, with named parameters
   */
  public static String closing(HistoryTable table, String condition) {
    return insertion(table)
        + " FROM "
        + table.table()
        + " WHERE valid_from < :now AND ("
        + condition
        + ")";
  }

  private void passNewest(
      HistoryTable table, LocalDateTime newest, String condition, Map<String, ?> values) {
    if (newest.isAfter(time()) || (newest.equals(time()) && !wrote(table, condition, values))) {
      moveTo(newest);
    }
  }

  /**
   * Copies rows that began before the time of the transaction, unless one began later.
   *
   * @return the newest beginning of the rows that this transaction has not written
   */
  private Optional<LocalDateTime> copy(
      HistoryTable table, String condition, Map<String, ?> values) {
    boolean own = wrote(table, condition, values);
    String rows = " WHERE (" + condition + (own ? ") AND valid_from <> :now" : ")");
    return switch (vendor) {
      case POSTGRESQL ->
          handle
              .createQuery(
                  "WITH rows AS (SELECT "
                      + columns(table)
                      + " FROM "
                      + table.table()
                      + rows
                      + (table.locksItself() ? " FOR UPDATE" : "")
                      + "), copied AS ("
                      + insertion(table)
                      + " FROM rows WHERE (SELECT MAX(valid_from) FROM rows) < :now)"
                      + " SELECT MAX(valid_from) FROM rows")
              .bindMap(values)
              .bind("now", time())
              .bind("author", author)
              .mapTo(LocalDateTime.class)
              .findOne();
      case H2 -> {
        Optional<LocalDateTime> newest = newest(table, rows, values);
        if (newest.isPresent() && newest.get().isBefore(time())) {
          handle
              .createUpdate(insertion(table) + " FROM " + table.table() + rows)
              .bindMap(values)
              .bind("now", time())
              .bind("author", author)
              .execute();
        }
        yield newest;
      }
    };
  }

  /** The newest beginning of rows, whose locks are taken where the object's lock is not held. */
  private Optional<LocalDateTime> newest(HistoryTable table, String rows, Map<String, ?> values) {
    String sql =
        table.locksItself()
            ? "SELECT valid_from FROM " + table.table() + rows + " FOR UPDATE"
            : "SELECT MAX(valid_from) FROM " + table.table() + rows;
    return handle
        .createQuery(sql)
        .bindMap(values)
        .bind("now", time())
        .mapTo(LocalDateTime.class)
        .list()
        .stream()
        .filter(beginning -> beginning != null)
        .max(LocalDateTime::compareTo);
  }

  private static String columns(HistoryTable table) {
    return String.join(", ", table.columns()) + ", valid_from, changed_by";
  }

  private static String insertion(HistoryTable table) {
    return "INSERT INTO "
        + table.closedRows()
        + " ("
        + columns(table)
        + ", valid_to, closed_by) SELECT "
        + columns(table)
        + ", CAST(:now AS TIMESTAMP(3)), CAST(:author AS VARCHAR(255))";
  }

  /**
   * Whether the transaction may have written rows of the condition itself. After too many writes it
   * may have written any.
   */
  private boolean wrote(HistoryTable table, String condition, Map<String, ?> values) {
    if (written.size() > MOST_CORRECTED) {
      return true;
    }
    return written.stream()
        .filter(rows -> rows.table() == table)
        .anyMatch(rows -> !rows.condition().equals(condition) || rows.values().equals(values));
  }

  private void written(HistoryTable table, String condition, Map<String, ?> values) {
    if (written.size() <= MOST_CORRECTED) {
      written.add(new Rows(table, condition, Map.copyOf(values)));
    }
  }

  /** Gives the transaction, and what it has written, a time after another. */
  private void moveTo(LocalDateTime newest) {
    if (written.size() > MOST_CORRECTED) {
      throw new StoreConflictException();
    }
    LocalDateTime old = time();
    LocalDateTime later = newest.plus(1, ChronoUnit.MILLIS);
    for (Rows rows : written) {
      correct(rows, rows.table().table(), "valid_from", old, later);
      correct(rows, rows.table().closedRows(), "valid_to", old, later);
    }
    time = later;
  }

  private void correct(
      Rows rows, String table, String column, LocalDateTime old, LocalDateTime later) {
    handle
        .createUpdate(
            "UPDATE "
                + table
                + " SET "
                + column
                + " = :later WHERE "
                + column
                + " = :old AND ("
                + rows.condition()
                + ")")
        .bindMap(rows.values())
        .bind("later", later)
        .bind("old", old)
        .execute();
  }
}
