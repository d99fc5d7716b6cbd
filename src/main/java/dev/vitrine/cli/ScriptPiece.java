package dev.vitrine.cli;

/** One thing that a script says. */
sealed interface ScriptPiece {
  /** The line it starts on, from 1. */
  int line();

  /** A comment line between statements, with its dashes. */
  record Comment(int line, String text) implements ScriptPiece {}

  /** A shell command, without its exclamation mark. */
  record Command(int line, String text) implements ScriptPiece {}

  /**
   * A SQL statement, without its semicolon.
   *
   * @param column where it starts on its first line, from 1
   */
  record Sql(int line, int column, String text) implements ScriptPiece {}
}
