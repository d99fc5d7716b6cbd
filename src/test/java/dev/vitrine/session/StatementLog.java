package dev.vitrine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Polling;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.session.upkeep.StatementObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Which statements the sessions of a registry begin, and how they end. */
public final class StatementLog implements StatementObserver, AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Engine engine;
  private final BlockingQueue<Boolean> begun = new LinkedBlockingQueue<>();
  private final BlockingQueue<Optional<ErrorCode>> ended = new LinkedBlockingQueue<>();

  private StatementLog(Engine engine) {
    this.engine = engine;
    engine.observe(this);
  }

  /** From now on, of the registry at the URL of a store. */
  public static StatementLog of(String storeUrl) {
    return new StatementLog(Engine.open(storeUrl));
  }

  @Override
  public void began() {
    begun.add(true);
  }

  @Override
  public void ended(String kind, ErrorCode failure, Duration time) {
    ended.add(Optional.ofNullable(failure));
  }

  /** Waits until so many more statements have begun. */
  public void awaitBegun(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      assertThat(begun.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("a statement began")
          .isNotNull();
    }
  }

  /** Waits until a statement ends so, however others do. */
  public void awaitEnd(ErrorCode failure) throws InterruptedException {
    Optional<ErrorCode> end;
    do {
      end = ended.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(end).as("a statement ends with %s", failure).isNotNull();
    } while (!end.equals(Optional.of(failure)));
  }

  /** Waits until the sessions use no connection to the store. */
  public void awaitIdleStore() {
    Polling.until("an idle store", () -> engine.figures().storeActive() == 0);
  }

  @Override
  public void close() {
    engine.ignore(this);
    engine.close();
  }
}
