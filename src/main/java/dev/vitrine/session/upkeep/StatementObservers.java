package dev.vitrine.session.upkeep;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The observers of an engine's statements. Safe for use by several threads. */
public final class StatementObservers {
  private final List<StatementObserver> observers = new CopyOnWriteArrayList<>();

  public void add(StatementObserver observer) {
    observers.add(observer);
  }

  public void remove(StatementObserver observer) {
    observers.remove(observer);
  }

  public <T> T observed(String kind, Supplier<T> statement) {
    if (observers.isEmpty()) {
      return statement.get();
    }
    long start = System.nanoTime();
    observers.forEach(StatementObserver::began);
    @Nullable ErrorCode failure = ErrorCode.INTERNAL_ERROR;
    try {
      T result = statement.get();
      failure = null;
      return result;
    } catch (VitrineException exception) {
      failure = exception.code();
      throw exception;
    } finally {
      ended(kind, failure, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /**
   * Notifies observers of a text that cannot be parsed.
   *
   * @return the same exception
   */
  public VitrineException unparsed(VitrineException exception) {
    observers.forEach(StatementObserver::began);
    ended(StatementObserver.UNPARSED, exception.code(), Duration.ZERO);
    return exception;
  }

  private void ended(String kind, @Nullable ErrorCode failure, Duration time) {
    observers.forEach(observer -> observer.ended(kind, failure, time));
  }
}
