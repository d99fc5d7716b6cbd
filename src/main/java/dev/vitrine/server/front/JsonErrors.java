package dev.vitrine.server.front;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Reports refusals of the HTTP library, such as malformed requests, in the same JSON as all other
 * errors, regardless of the Accept header. The messages of the library are not repeated, because
 * they quote the request.
 */
public final class JsonErrors extends ErrorHandler {
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      Throwable cause,
      Callback callback) {
    Refusal.send(response, callback, code, code(code), message(code));
  }

  /** The message for a status. */
  public static String json(int status) {
    return Refusal.json(code(status), message(status));
  }

  private static String code(int status) {
    return switch (status) {
      case HttpStatus.NOT_FOUND_404 -> "NOT_FOUND";
      case HttpStatus.INTERNAL_SERVER_ERROR_500 -> "INTERNAL_ERROR";
      case HttpStatus.SERVICE_UNAVAILABLE_503, HttpStatus.REQUEST_TIMEOUT_408 ->
          "TEMPORARILY_UNAVAILABLE";
      default -> "INVALID_PARAMETER_VALUE";
    };
  }

  private static String message(int status) {
    return switch (status) {
      case HttpStatus.NOT_FOUND_404 -> "The path does not exist.";
      case HttpStatus.REQUEST_TIMEOUT_408 -> "The request arrived too slowly.";
      case HttpStatus.PAYLOAD_TOO_LARGE_413 -> "The request is too large.";
      case HttpStatus.URI_TOO_LONG_414 -> "The URL is too long. The limit is 8 KiB.";
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
          "The headers are too large. The limit is 8 KiB in total.";
      case HttpStatus.INTERNAL_SERVER_ERROR_500 -> "The request failed; see the server's log.";
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> "The server is stopping. Try again later.";
      default -> "The request is malformed.";
    };
  }
}
