package dev.vitrine.cli.script;

/** A part of a script. */
public sealed interface ScriptPiece {
  /** The line it starts on, from 1. */
  int line();

  /** A comment line between statements, with its dashes. */
  public record Comment(int line, String text) implements ScriptPiece {}

  /** A shell command, without its exclamation mark. */
  public record Command(int line, String text) implements ScriptPiece {}

  /**
   * A SQL statement, without its semicolon.
   *
   * @param column where it starts on its first line, from 1
   */
  public record Sql(int line, int column, String text) implements ScriptPiece {}
}
