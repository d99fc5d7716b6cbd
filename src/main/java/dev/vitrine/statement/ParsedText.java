package dev.vitrine.statement;

import dev.vitrine.error.Position;

/** One statement of a text: a governance statement, or a query. */
public sealed interface ParsedText permits ParsedQuery, ParsedStatement {
  /** Its start position in the text. */
  Position position();

  /** Whether it returns rows instead of an update count. */
  boolean returnsRows();
}
