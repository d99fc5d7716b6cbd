package dev.vitrine.cli.migrate.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** Texts about requests for messages: which server failed, and why. They have no credentials. */
final class RequestPlace {
  private RequestPlace() {}

  /** Scheme, host and port; other parts of a signed URL are secret. */
  static String server(HttpRequest request) {
    URI uri = request.uri();
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  /** What was requested, and where. */
  static String of(HttpRequest request, String path) {
    return path.startsWith("/") ? server(request) + path : path + " at " + server(request);
  }

  /** Why there is no response; the exceptions of the HTTP client often have no message. */
  static String reason(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return "its host name is unknown";
      }
      if (cause instanceof CertPathBuilderException || cause instanceof CertificateException) {
        return "its certificate is not trusted or not for this host; start java with"
            + " -Djavax.net.ssl.trustStore=FILE to trust other certificates";
      }
    }
    if (failure instanceof SSLException) {
      return "TLS failed: " + failure.getMessage();
    }
    if (failure instanceof HttpTimeoutException) {
      return "the time limit has passed";
    }
    return failure instanceof ConnectException
        ? "the connection is refused"
        : failure.getClass().getSimpleName();
  }
}
