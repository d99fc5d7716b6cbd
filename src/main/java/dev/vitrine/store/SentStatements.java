package dev.vitrine.store;

import java.util.function.Consumer;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The texts of the statements sent to the database, in order and without values. Accessible in this
 * package only; a test uses it to show that visible and hidden objects cause the same statements.
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
