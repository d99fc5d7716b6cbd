package dev.vitrine.registry.task;

import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;

/** Limits on free text that statements bring. */
public enum Texts {
  COMMENT("comment", 65_536),
  SOURCE("source", 4_000),
  RUN_ID("run id", 255),
  AUTHOR("name of the author", 255),
  LINEAGE("name of a source", 767),
  SIGNATURE("signature", 1_000_000),
  LOCATION("managed location", 4_000),
  ATTRIBUTES("JSON of the attributes", 65_536),
  JOB_ID("id of the deployment job", 255);

  private final String noun;
  private final int longest;

  Texts(String noun, int longest) {
    this.noun = noun;
    this.longest = longest;
  }

  /**
   * The text itself.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if it is too long, or has a NUL or half a
   *     character
   */
  public String check(String text) {
    if (size(text) > longest || StorableText.flaw(text).isPresent()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The " + noun + " is too long or contains a NUL.")
          .withHint("It can have " + longest + " characters, none of them NUL.");
    }
    return text;
  }

  /**
   * In characters for comments and attributes, whose columns have room for two UTF-16 units of
   * each; in UTF-16 units for all others.
   */
  private int size(String text) {
    return this == COMMENT || this == ATTRIBUTES
        ? text.codePointCount(0, text.length())
        : text.length();
  }
}
