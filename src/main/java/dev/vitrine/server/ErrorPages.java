package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.memory.MachineErrors;
import dev.vitrine.server.front.JsonErrors;
import dev.vitrine.server.front.TooSlowException;
import dev.vitrine.server.rest.RestError;
import dev.vitrine.server.web.Pages;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.MethodNotAllowedResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports errors outside of routes: to browsers as pages, and to programs, or before a request
 * reaches the routes, in the same JSON as all other errors.
 */
final class ErrorPages extends ErrorPageErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);
  private static final String JSON = "application/json";

  /** Paths whose errors are JSON even for browsers. */
  private static final List<String> PROGRAMS =
      List.of("/api", "/avatica", "/health", "/metrics", "/.well-known");

  /** Adds them. */
  static void add(RoutesConfig routes) {
    routes.exception(HttpResponseException.class, ErrorPages::refused);
    routes.exception(TooSlowException.class, ErrorPages::tooSlow);
    routes.exception(EofException.class, ErrorPages::brokenOff);
    routes.exception(Exception.class, ErrorPages::failed);
  }

  private static void refused(HttpResponseException refusal, Context context) {
    HttpStatus status = HttpStatus.forStatus(refusal.getStatus());
    String code = "INVALID_PARAMETER_VALUE";
    String message = "The request is malformed.";
    if (refusal instanceof MethodNotAllowedResponse) {
      String allowed = String.join(", ", refusal.getDetails().values());
      context.header(Header.ALLOW, allowed);
      message = "The path does not support this method. Supported: " + allowed + ".";
    } else if (status == HttpStatus.NOT_FOUND) {
      code = context.path().startsWith("/api/") ? "ENDPOINT_NOT_FOUND" : "NOT_FOUND";
      message = "The path does not exist.";
    }
    answer(context, status, code, message);
  }

  private static void tooSlow(TooSlowException slow, Context context) {
    LOG.info("The rest of a body was not read: {}", slow.getMessage());
    context.header(Header.CONNECTION, "close");
    answer(
        context,
        HttpStatus.REQUEST_TIMEOUT,
        "TEMPORARILY_UNAVAILABLE",
        "The request arrived too slowly.");
  }

  /** The client is gone, so that the status is for the log and the metrics. */
  private static void brokenOff(EofException end, Context context) {
    LOG.info("The client closed the connection: {}", end.toString());
    context.status(HttpStatus.BAD_REQUEST);
  }

  private static void failed(Exception failure, Context context) {
    LOG.error("The request failed", failure);
    if (!context.res().isCommitted()) {
      answer(context, HttpStatus.INTERNAL_SERVER_ERROR, "INTERNAL_ERROR", seeLog());
    }
  }

  private static void answer(Context context, HttpStatus status, String code, String message) {
    if (isPage(context)) {
      Pages.error(context, status.getCode(), message);
    } else {
      context.status(status).contentType(JSON).result(json(code, message));
    }
  }

  /** Browsers request HTML; no program does. */
  private static boolean isPage(Context context) {
    String accepted = context.header(Header.ACCEPT);
    return accepted != null
        && accepted.contains("text/html")
        && PROGRAMS.stream().noneMatch(context.path()::startsWith);
  }

  private static String seeLog() {
    return "See the server log entry " + RequestIds.current() + ".";
  }

  private static String json(String code, String message) {
    return "{\"error_code\":\"" + code + "\",\"message\":\"" + message + "\"}";
  }

  /** Reports a JVM error that no handler caught. */
  static void failed(HttpServletResponse response, Error failure) {
    int status = HttpStatus.INTERNAL_SERVER_ERROR.getCode();
    String body = json("INTERNAL_ERROR", seeLog());
    if (failure instanceof VirtualMachineError error) {
      RestError refusal = RestError.of(MachineErrors.translate(error));
      status = refusal.status().getCode();
      body = json(refusal.code(), refusal.message());
    } else {
      LOG.error("The request failed", failure);
    }
    if (response.isCommitted()) {
      return;
    }
    response.setStatus(status);
    response.setContentType(JSON);
    try {
      response.getOutputStream().write(body.getBytes(UTF_8));
    } catch (IOException gone) {
      LOG.info("The client closed the connection: {}", gone.toString());
    }
  }

  /** Refusals of the servlet container. */
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
      Callback callback)
      throws IOException {
    generateAcceptableResponse(
        request, response, callback, JSON, List.of(UTF_8), code, message, cause);
  }

  @Override
  protected void writeErrorJson(
      Request request, PrintWriter writer, int code, String message, Throwable cause) {
    writer.append(JsonErrors.json(code));
  }
}
