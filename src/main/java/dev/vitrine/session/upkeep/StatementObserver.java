package dev.vitrine.session.upkeep;

import dev.vitrine.error.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Is notified of each statement that sessions run, by their threads; must return quickly. */
public interface StatementObserver {
  /** The kind of texts that could not be parsed. */
  String UNPARSED = "Unparsed";

  /** A statement begins. */
  void began();

  /**
   * A statement has ended; remaining rows of a query may still be read.
   *
   * @param kind kind of the statement; the number of kinds is small
   * @param failure the error; null if there was none
   */
  void ended(String kind, @Nullable ErrorCode failure, Duration time);
}
