package dev.vitrine.soak;

import java.util.HashSet;
import java.util.Set;

/** The possible states of an object, given the acknowledged changes. */
final class Possible<T> {
  private Set<T> values;

  Possible(T known) {
    this.values = Set.of(known);
  }

  /** The change is sent. */
  void attempt(T value) {
    Set<T> more = new HashSet<>(values);
    more.add(value);
    values = more;
  }

  /** The change was acknowledged. */
  void acknowledged(T value) {
    values = Set.of(value);
  }

  Set<T> values() {
    return values;
  }
}
