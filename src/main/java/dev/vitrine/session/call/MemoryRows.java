package dev.vitrine.session.call;

import dev.vitrine.catalog.Column;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.memory.RowSize;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows that are in memory; those that are charged to an account are released as they are read. */
public final class MemoryRows implements Rows {
  /** A row of an earlier result is kept, and copied twice for the response. */
  private static final int COPIES = 3;

  private final List<Column> columns;
  private final Deque<Object[]> rows;
  private final Optional<MemoryAccount> memory;
  private final int copies;

  private MemoryRows(
      List<Column> columns, Deque<Object[]> rows, @Nullable MemoryAccount memory, int copies) {
    this.columns = List.copyOf(columns);
    this.rows = rows;
    this.memory = Optional.ofNullable(memory);
    this.copies = copies;
  }

  /** A few rows that are not charged. */
  public static MemoryRows of(List<Column> columns, List<Object[]> rows) {
    return new MemoryRows(columns, new ArrayDeque<>(rows), null, 0);
  }

  /** Rows whose sizes are charged to the account already. */
  public static MemoryRows charged(
      List<Column> columns, List<Object[]> rows, MemoryAccount memory) {
    return new MemoryRows(columns, new ArrayDeque<>(rows), memory, 1);
  }

  /**
   * Reads rows to their end and closes them.
   *
   * @throws dev.vitrine.error.VitrineException OUT_OF_MEMORY when there are more than the account
   *     has memory for
   */
  public static Rows drain(Rows source, MemoryAccount memory) {
    MemoryRows drained = new MemoryRows(source.columns(), new ArrayDeque<>(), memory, COPIES);
    try (source) {
      for (Optional<Object[]> row = source.next(); row.isPresent(); row = source.next()) {
        memory.reserve(COPIES * RowSize.of(row.get()));
        drained.rows.add(row.get());
      }
      return drained;
    } catch (RuntimeException | VirtualMachineError failure) {
      drained.close();
      throw failure;
    }
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public Optional<Object[]> next() {
    Optional<Object[]> row = Optional.ofNullable(rows.poll());
    row.ifPresent(this::release);
    return row;
  }

  private void release(Object[] row) {
    memory.ifPresent(account -> account.release(copies * RowSize.of(row)));
  }

  @Override
  public void close() {
    while (next().isPresent()) {
      // Each row releases the bytes charged for it.
    }
  }
}
