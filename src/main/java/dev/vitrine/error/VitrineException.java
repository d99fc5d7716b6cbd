package dev.vitrine.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that leaves a package: a condition, one plain sentence, a position in the text,
 * and a hint. Its message never contains a secret or data that the caller may not see.
 */
public final class VitrineException extends RuntimeException {
  /** Maximum characters of a sentence; enough for three names of full length. */
  private static final int LONGEST = 1_000;

  private final ErrorCode code;
  private final String problem;
  private final transient @Nullable Position position;
  private final String hint;

  private VitrineException(
      ErrorCode code,
      String problem,
      @Nullable Position position,
      String hint,
      @Nullable Throwable cause) {
    super(render(code, shortened(problem), position, shortened(hint)), cause);
    this.code = code;
    this.problem = shortened(problem);
    this.position = position;
    this.hint = shortened(hint);
  }

  /** An error with neither a position nor a hint; add them with the {@code with…} methods. */
  public VitrineException(ErrorCode code, String problem) {
    this(code, problem, null, "", null);
  }

  /**
   * An internal error. The code that creates it logs the cause with the same ID, because the
   * message does not contain it.
   */
  public static VitrineException internal(String id, Throwable cause) {
    return new VitrineException(
        ErrorCode.INTERNAL_ERROR,
        "Internal error.",
        null,
        "Report it together with the server log entry " + id + ".",
        cause);
  }

  /** The same error, caused by {@code cause}, which goes to the log and never to the caller. */
  public VitrineException withCause(@Nullable Throwable cause) {
    return new VitrineException(code, problem, position, hint, cause);
  }

  /** The same error at {@code position} in the text. */
  public VitrineException withPosition(Position position) {
    return new VitrineException(code, problem, position, hint, getCause());
  }

  /** The same error with a hint. */
  public VitrineException withHint(String hint) {
    return new VitrineException(code, problem, position, hint, getCause());
  }

  /** The condition. */
  public ErrorCode code() {
    return code;
  }

  /** The problem as one sentence, without condition, position and hint. */
  public String problem() {
    return problem;
  }

  /** Position in the statement's text, if known. */
  public Optional<Position> position() {
    return Optional.ofNullable(position);
  }

  /** The hint; empty if there is none. */
  public String hint() {
    return hint;
  }

  /** A name in it can be as long as a text can be. */
  private static String shortened(String sentence) {
    if (sentence.length() <= LONGEST) {
      return sentence;
    }
    int end = Character.isHighSurrogate(sentence.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return sentence.substring(0, end) + "…";
  }

  private static String render(
      ErrorCode code, String problem, @Nullable Position position, String hint) {
    StringBuilder text = new StringBuilder();
    text.append('[').append(code.name()).append("] ").append(problem);
    if (position != null) {
      text.append(" (").append(position).append(')');
    }
    if (!hint.isEmpty()) {
      text.append(" Hint: ").append(hint);
    }
    return text.toString();
  }
}
