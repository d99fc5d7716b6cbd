package dev.vitrine.server.front;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** Headers of every response. */
final class SecurityHeaders {
  private static final HttpField NO_SNIFFING =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");

  private SecurityHeaders() {}

  static void addTo(HttpFields.Mutable headers) {
    headers.put(NO_SNIFFING);
  }
}
