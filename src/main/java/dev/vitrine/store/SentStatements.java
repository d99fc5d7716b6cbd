package dev.vitrine.store;

import java.util.function.Consumer;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The texts of what is sent to the database, in order and without values. Nobody can listen from
 * outside of this package; a test does, to show that what must not be told apart is asked alike.
 */
final class SentStatements implements SqlLogger {
  private volatile Consumer<String> listener = text -> {};

  void listen(Consumer<String> listener) {
    this.listener = listener;
  }

  void sent(String text) {
    listener.accept(text);
  }

  @Override
  public void logBeforeExecution(StatementContext context) {
    sent(context.getRenderedSql());
  }
}
