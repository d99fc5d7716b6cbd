package dev.vitrine.server.front;

import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/** Requests that are bounded in different ways. */
enum RequestKind {
  /**
   * The health check, which has reserved threads and gets a response when no other request does.
   */
  HEALTH,
  /** A message of a driver. */
  MESSAGE,
  /** Sends a file, whose bytes are read as they arrive. */
  UPLOAD,
  /** Fetches a file, whose bytes are sent as they are read. */
  DOWNLOAD,
  /** A page for browsers, or the form of one. */
  PAGE,
  /** JSON: request and response are read and written as a whole. */
  JSON;

  private static final String FILES = "/api/2.0/fs/";
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";

  /** Every other path is one of a page. */
  private static final List<String> PROGRAMS =
      List.of("/api/", "/avatica", "/metrics", "/.well-known/");

  /** A file of a version in a share. */
  private static final Pattern SHARED_FILE =
      Pattern.compile("/api/2\\.1/vitrine-sharing/shares/.*/versions/[0-9]+/files/.*");

  static RequestKind of(Request request) {
    String path = request.getHttpURI().getCanonicalPath();
    if (path == null) {
      return JSON;
    }
    if (path.equals("/health")) {
      return HEALTH;
    }
    if (path.equals("/avatica")) {
      return MESSAGE;
    }
    if (PROGRAMS.stream().noneMatch(path::startsWith)) {
      return PAGE;
    }
    boolean file =
        path.startsWith(FILES + "files/")
            || path.startsWith(FILES + "signed/")
            || path.startsWith(FILES + "signed-parts/")
            || path.startsWith(ARTIFACTS)
            || SHARED_FILE.matcher(path).matches();
    if (file && HttpMethod.PUT.is(request.getMethod())) {
      return UPLOAD;
    }
    return file && HttpMethod.GET.is(request.getMethod()) ? DOWNLOAD : JSON;
  }

  boolean isTransfer() {
    return this == UPLOAD || this == DOWNLOAD;
  }
}
