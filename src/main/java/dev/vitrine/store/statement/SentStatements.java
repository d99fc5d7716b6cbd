package dev.vitrine.store.statement;

import java.util.function.Consumer;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The texts of the statements sent to the database, in order and without values. Accessible in this
 * package only; a test uses it to show that visible and hidden objects cause the same statements.
 */
public final class SentStatements implements SqlLogger {
  private volatile Consumer<String> listener = text -> {};

  /** Sets the consumer of the text of each statement that is sent from now on. */
  public void listen(Consumer<String> listener) {
    this.listener = listener;
  }

  /** Reports a statement that is sent outside of Jdbi. */
  public void sent(String text) {
    listener.accept(text);
  }

  @Override
  public void logBeforeExecution(StatementContext context) {
    sent(context.getRenderedSql());
  }
}
