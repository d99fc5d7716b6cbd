package dev.vitrine.server;

import io.javalin.http.Context;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Assigns an ID to each request, for the response header and all log lines of the request, and logs
 * one line per request.
 */
final class RequestIds {
  static final String HEADER = "X-Request-Id";

  private static final Logger LOG = LoggerFactory.getLogger("dev.vitrine.server.requests");

  /** In the log. */
  private static final String KEY = "request";

  /** Characters that can be logged unchanged. */
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private RequestIds() {}

  static void begin(Context context) {
    String sent = context.header(HEADER);
    String id = sent != null && SANE.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
    context.header(HEADER, id);
    MDC.put(KEY, id);
  }

  static String current() {
    return MDC.get(KEY);
  }

  /** Paths, queries and headers are not logged, because they can contain confidential data. */
  static void end(Context context, String route, float milliseconds) {
    LOG.atInfo()
        .addKeyValue("method", context.method())
        .addKeyValue("route", route)
        .addKeyValue("status", context.statusCode())
        .addKeyValue("milliseconds", Math.round(milliseconds))
        .log("Answered");
    MDC.remove(KEY);
  }
}
