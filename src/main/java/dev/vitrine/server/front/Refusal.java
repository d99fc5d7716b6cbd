package dev.vitrine.server.front;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The response to a request that does not reach a route, in the same JSON as all other errors. */
public enum Refusal {
  CROSS_SITE(
      HttpStatus.FORBIDDEN_403, "PERMISSION_DENIED", "Requests from other web sites are refused."),
  MEDIA_TYPE(
      HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
      "INVALID_PARAMETER_VALUE",
      "The Content-Type of the request is not accepted here. Send application/json."),
  MESSAGE_TYPE(
      HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
      "INVALID_PARAMETER_VALUE",
      "The Content-Type of the request is not accepted here. Send application/x-google-protobuf."),
  FILE_TYPE(
      HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
      "INVALID_PARAMETER_VALUE",
      "The Content-Type of the request is not accepted here. Send application/octet-stream."),
  BODY_TOO_LARGE(
      HttpStatus.PAYLOAD_TOO_LARGE_413,
      "INVALID_PARAMETER_VALUE",
      "The request is too large. The limit is 4 MiB."),
  TOO_SLOW(
      HttpStatus.REQUEST_TIMEOUT_408, "TEMPORARILY_UNAVAILABLE", "The request arrived too slowly."),
  BUFFERS_FULL(
      HttpStatus.SERVICE_UNAVAILABLE_503,
      "TEMPORARILY_UNAVAILABLE",
      "Too many request bodies are being received. Try again later."),
  BUFFERS_OF_CALLER_FULL(
      HttpStatus.TOO_MANY_REQUESTS_429,
      "TEMPORARILY_UNAVAILABLE",
      "This caller is sending too many request bodies at once. Try again later."),
  BUSY(
      HttpStatus.SERVICE_UNAVAILABLE_503,
      "TEMPORARILY_UNAVAILABLE",
      "Too many requests are being processed. Try again later."),
  CONNECTIONS_FULL(
      HttpStatus.SERVICE_UNAVAILABLE_503,
      "TEMPORARILY_UNAVAILABLE",
      "There are too many connections. Try again later."),
  CONNECTIONS_OF_SOURCE_FULL(
      HttpStatus.TOO_MANY_REQUESTS_429,
      "TEMPORARILY_UNAVAILABLE",
      "There are too many connections from this address. Close some of them.");

  private static final HttpField JSON = new HttpField(HttpHeader.CONTENT_TYPE, "application/json");
  private static final HttpField CLOSE =
      new HttpField(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
  private static final String RETRY_SECONDS = "5";

  private final int status;
  private final String code;
  private final String message;

  Refusal(int status, String code, String message) {
    this.status = status;
    this.code = code;
    this.message = message;
  }

  /** Responds to a request whose remaining bytes are not read. */
  void send(Request request, Response response, Callback callback) {
    response.reset();
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503
        || status == HttpStatus.TOO_MANY_REQUESTS_429) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
    }
    if (!request.consumeAvailable()) {
      response.getHeaders().put(CLOSE);
    }
    send(response, callback, status, code, message);
  }

  /** The same as bytes, for a connection of which nothing was read. */
  ByteBuffer raw() {
    byte[] body = json(code, message).getBytes(UTF_8);
    String head =
        "HTTP/1.1 "
            + status
            + " "
            + HttpStatus.getMessage(status)
            + "\r\nContent-Type: application/json\r\nX-Content-Type-Options: nosniff\r\nRetry-After: "
            + RETRY_SECONDS
            + "\r\nConnection: close\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] start = head.getBytes(UTF_8);
    return ByteBuffer.allocate(start.length + body.length).put(start).put(body).flip();
  }

  static void send(Response response, Callback callback, int status, String code, String message) {
    SecurityHeaders.addTo(response.getHeaders());
    response.setStatus(status);
    response.getHeaders().put(JSON);
    response.write(true, ByteBuffer.wrap(json(code, message).getBytes(UTF_8)), callback);
  }

  static String json(String code, String message) {
    return "{\"error_code\":\"" + code + "\",\"message\":\"" + message + "\"}";
  }
}
