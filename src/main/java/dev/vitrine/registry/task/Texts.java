package dev.vitrine.registry.task;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Optional;

/** Limits on free text that statements bring. */
public enum Texts {
  COMMENT("comment", 65_535),
  SOURCE("source", 4_000),
  RUN_ID("run id", 255),
  LINEAGE("name of a source", 767),
  SIGNATURE("signature", 1_000_000),
  LOCATION("managed location", 4_000);

  private final String noun;
  private final int longest;

  Texts(String noun, int longest) {
    this.noun = noun;
    this.longest = longest;
  }

  /**
   * The text itself.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is too long or has a NUL character
   */
  public String check(String text) {
    if (text.length() > longest || text.indexOf('\0') >= 0) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The " + noun + " is too long or contains a NUL.")
          .withHint("It can have " + longest + " characters, none of them NUL.");
    }
    return text;
  }

  public Optional<String> check(Optional<String> text) {
    return text.map(this::check);
  }
}
