package dev.vitrine.session.upkeep;

import dev.vitrine.error.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/** Hears of every statement that sessions run. Called by their threads, so it must be quick. */
public interface StatementObserver {
  /** What texts that could not be understood count as. */
  String UNPARSED = "Unparsed";

  /** A statement begins. */
  void began();

  /**
   * A statement is over; of a query, the rest of the rows may still be read.
   *
   * @param kind of statement; one of few
   * @param failure empty if there was none
   */
  void ended(String kind, Optional<ErrorCode> failure, Duration time);
}
