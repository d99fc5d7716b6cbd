package dev.vitrine.store.signature;

import org.jspecify.annotations.Nullable;

/**
 * An input, output or parameter of inference of a model.
 *
 * @param position place among those of its direction, from 1
 * @param name null if the signature has none
 * @param type for example {@code array<double>}
 * @param shape of a tensor or an array parameter, as JSON; else null
 * @param required whether callers must pass a value
 * @param defaultValue of a parameter, as JSON; else null
 */
public record SignatureColumn(
    Direction direction,
    int position,
    @Nullable String name,
    String type,
    @Nullable String shape,
    boolean required,
    @Nullable String defaultValue) {
  /** The part of the signature that a column belongs to. */
  public enum Direction {
    INPUT("inputs"),
    OUTPUT("outputs"),
    PARAM("params");

    private final String member;

    Direction(String member) {
      this.member = member;
    }

    /** The member of the signature's JSON object. */
    String member() {
      return member;
    }
  }
}
