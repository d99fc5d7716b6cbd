package dev.vitrine.query.plan;

import dev.vitrine.catalog.DataType;
import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;

/** The meaning of a parameter marker in a pushed statement. */
public sealed interface Binding
    permits Binding.Pattern, Binding.Question, Binding.SessionValue, Binding.UserParameter {

  /**
   * A parameter of the user's text.
   *
   * @param index its place among the markers of that text, from 0
   * @param type type of its value
   */
  record UserParameter(int index, DataType type) implements Binding {}

  /**
   * A parameter of the user's text that is a regular expression.
   *
   * @param index its place among the markers of that text, from 0
   * @param store the store that searches for it
   * @param longest maximum characters of the searched texts
   */
  record Pattern(int index, boolean ignoresCase, Dialect store, int longest) implements Binding {}

  /** A string that only the session knows. */
  record SessionValue(Kind kind) implements Binding {}

  /**
   * Whether a principal has a privilege: a BOOLEAN.
   *
   * @param fullName of the securable
   */
  record Question(Privilege privilege, SecurableType type, Argument fullName, Argument principal)
      implements Binding {}

  /** A text that is written in the query, or given with it. */
  sealed interface Argument {
    /** Written in the query. */
    record Text(String value) implements Argument {}

    /** The user's parameter of this index, from 0. */
    record Parameter(int index) implements Argument {}
  }

  /** The values of a session that a query can ask for. */
  enum Kind {
    CURRENT_USER,
    CURRENT_CATALOG,
    CURRENT_SCHEMA,
    CURRENT_METASTORE
  }
}
