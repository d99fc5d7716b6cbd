package dev.vitrine.server.rest;

import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.RestCode;
import dev.vitrine.error.VitrineException;
import io.javalin.http.HttpStatus;

/** A condition as MLflow and Databricks clients know it, by the table {@link RestCode}. */
public record RestError(HttpStatus status, String code, String message) {
  /** Maximum characters of a message, which may repeat parts of the request. */
  private static final int LONGEST_MESSAGE = 2_000;

  /** The response for a condition. */
  public static RestError of(VitrineException exception) {
    String message =
        exception.hint().isEmpty()
            ? exception.problem()
            : exception.problem() + " " + exception.hint();
    return new RestError(
        HttpStatus.forStatus(exception.code().rest().status()),
        exception.code().rest().code(),
        StorableText.excerpt(message, LONGEST_MESSAGE));
  }

  /**
   * The error of a file endpoint: {@link RestCode#NOT_FOUND} for a missing path inside a version
   * that exists and may be read, RESOURCE_DOES_NOT_EXIST for all else that is missing or hidden.
   */
  public static RestError ofFile(VitrineException exception) {
    RestError error = of(exception);
    if (error.status() != HttpStatus.NOT_FOUND) {
      return error;
    }
    RestCode code =
        exception.code() == ErrorCode.FILE_NOT_FOUND
            ? RestCode.NOT_FOUND
            : RestCode.RESOURCE_DOES_NOT_EXIST;
    return new RestError(HttpStatus.NOT_FOUND, code.code(), error.message());
  }

  /**
   * The same error as the response to a HEAD request, which has no body: clients see the status
   * alone and take 404 for "not a directory". A version or model that is missing or hidden is
   * therefore 400.
   */
  RestError withoutBody() {
    return status == HttpStatus.NOT_FOUND && !code.equals(RestCode.NOT_FOUND.code())
        ? new RestError(HttpStatus.BAD_REQUEST, code, message)
        : this;
  }
}
