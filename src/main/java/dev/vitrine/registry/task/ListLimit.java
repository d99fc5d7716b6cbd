package dev.vitrine.registry.task;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Collection;

/**
 * The number of elements that one list of a statement may have. Each element costs at least one
 * statement of the store, which the statement's transaction holds its locks for.
 */
public final class ListLimit {
  /** Maximum elements of a list in a statement. */
  private static final int MOST_ELEMENTS = 1_000;

  private ListLimit() {}

  /**
   * Checks a list before any of its elements is worked on.
   *
   * @param noun the elements, in the plural, for the message
   * @throws VitrineException STATEMENT_TOO_COMPLEX
   */
  public static void require(Collection<?> elements, String noun) {
    if (elements.size() > MOST_ELEMENTS) {
      throw new VitrineException(
              ErrorCode.STATEMENT_TOO_COMPLEX,
              "The statement names "
                  + elements.size()
                  + " "
                  + noun
                  + "; the limit is "
                  + MOST_ELEMENTS
                  + ".")
          .withHint(
              "Name fewer. Several statements in one transaction can do the same, except for PARAMS.");
    }
  }
}
