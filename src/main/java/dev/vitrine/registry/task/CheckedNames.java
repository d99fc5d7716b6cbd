package dev.vitrine.registry.task;

import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.tree.Identifier;
import java.util.function.Supplier;

/** Gives errors of names and values their place in the text. */
public final class CheckedNames {
  private CheckedNames() {}

  /** The result of {@code checked}; its error gets the identifier's position. */
  public static <T> T check(Supplier<T> checked, Identifier identifier) {
    try {
      return checked.get();
    } catch (VitrineException exception) {
      throw identifier.at(exception);
    }
  }
}
