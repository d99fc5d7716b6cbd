package dev.vitrine.query;

import dev.vitrine.catalog.DataType;

/** What a parameter marker of a pushed statement stands for. */
public sealed interface Binding permits Binding.UserParameter, Binding.SessionValue {

  /**
   * A parameter of the user's text.
   *
   * @param index its place among the markers of that text, from 0
   * @param type as what it is bound
   */
  record UserParameter(int index, DataType type) implements Binding {}

  /** A string that only the session knows. */
  record SessionValue(Kind kind) implements Binding {}

  /** The values of a session that a query can ask for. */
  enum Kind {
    CURRENT_USER,
    CURRENT_CATALOG,
    CURRENT_SCHEMA,
    CURRENT_METASTORE
  }
}
