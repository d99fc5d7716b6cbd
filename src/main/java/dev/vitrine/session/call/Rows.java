package dev.vitrine.session.call;

import dev.vitrine.catalog.Column;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a query, read forward once. It holds a store connection until it is drained or
 * closed. Values are of the Java types that {@link dev.vitrine.catalog.DataType} names, or null.
 */
public non-sealed interface Rows extends Outcome, AutoCloseable {
  /** The columns, in order. */
  public List<Column> columns();

  /**
   * The next row, or empty at the end.
   *
   * @throws dev.vitrine.error.VitrineException when the store fails or the query is cancelled
   */
  public Optional<Object[]> next();

  /** Gives the store's resources back; closing twice is harmless. */
  @Override
  public void close();
}
