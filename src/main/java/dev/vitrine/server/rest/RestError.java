package dev.vitrine.server.rest;

import dev.vitrine.catalog.StorableText;
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

  /** The response for a condition of a file or directory. */
  public static RestError ofFile(VitrineException exception) {
    RestError error = of(exception);
    return error.status() == HttpStatus.NOT_FOUND
        ? new RestError(HttpStatus.NOT_FOUND, RestCode.NOT_FOUND.code(), error.message())
        : error;
  }
}
