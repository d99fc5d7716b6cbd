package dev.vitrine.session;

import dev.vitrine.statement.format.StatementFormatter;
import dev.vitrine.statement.tree.Statement;

/** The SQL of statement records, for display. */
public final class StatementSql {
  private StatementSql() {}

  /** The SQL of a statement, with asterisks for secrets. */
  public static String of(Statement statement) {
    return StatementFormatter.format(statement);
  }
}
