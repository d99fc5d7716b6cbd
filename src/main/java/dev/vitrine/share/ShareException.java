package dev.vitrine.share;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.Serial;

/**
 * A request to a provider that failed. The message contains neither the token nor text of the
 * provider.
 */
public final class ShareException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  /** The kind of failure. */
  public enum Reason {
    /** There was no usable response. It may pass. */
    UNREACHABLE,
    /** The provider does not accept the token, so all its shares are refused. */
    UNAUTHORIZED,
    /** The provider does not share that any more. */
    REFUSED,
    /** The provider has no such share, model, version or file for this token. */
    NOT_FOUND,
    /** The provider sent something that the protocol does not allow, or too much. */
    INVALID;

    /** Whether the provider responded that it does not share that. */
    public boolean isRefusal() {
      return this == UNAUTHORIZED || this == REFUSED || this == NOT_FOUND;
    }
  }

  private final Reason reason;
  private final String problem;

  public ShareException(Reason reason, String problem) {
    super(problem);
    this.reason = reason;
    this.problem = problem;
  }

  /** The message: one sentence. */
  public String problem() {
    return problem;
  }

  public Reason reason() {
    return reason;
  }

  /** The failure as the error of a statement or request. */
  public VitrineException error(String provider) {
    ErrorCode code =
        reason.isRefusal() ? ErrorCode.PROVIDER_REFUSED : ErrorCode.PROVIDER_UNAVAILABLE;
    return new VitrineException(code, "Provider '" + provider + "': " + problem)
        .withCause(this)
        .withHint(
            reason.isRefusal()
                ? "Ask the provider for access, or pass a new activation file with ALTER PROVIDER …"
                    + " USING TEXT."
                : "Try again later. Operators allow addresses with --share-allow-private.");
  }

  /** The same failure with a cause. */
  ShareException withCause(Throwable cause) {
    initCause(cause);
    return this;
  }
}
