package dev.vitrine.statement.format;

import dev.vitrine.statement.tree.Statement;

/** Gives tests in other packages the text of a statement with its secrets. */
public final class WholeStatements {
  private WholeStatements() {}

  public static String text(Statement statement) {
    return StatementFormatter.formatWithSecrets(statement);
  }
}
