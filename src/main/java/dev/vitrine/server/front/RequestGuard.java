package dev.vitrine.server.front;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses requests that a foreign web site makes a browser send, with the credentials that the
 * browser remembers. There are three signs of them, each of which suffices: a header by which
 * browsers name the site, a type of body that they send without asking the server first, and no
 * type at all. Forms of pages have such a type and must name this site in a header; the pages also
 * check a token. Headers that turn a request's method into another are removed.
 */
public final class RequestGuard extends Handler.Wrapper {
  /** By which libraries let a request pass as one of another method. */
  private static final Set<String> OVERRIDES =
      Set.of("x-http-method-override", "x-http-method", "x-method-override");

  /** Content types that browsers send across origins without a preflight request. */
  private static final Set<String> FORMS =
      Set.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data");

  /** The type of the forms of pages. */
  private static final String FORM = "application/x-www-form-urlencoded";

  private static final Set<String> MESSAGES =
      Set.of("application/x-google-protobuf", "application/octet-stream");

  private static final String JSON = "application/json";
  private static final String SITE = "Sec-Fetch-Site";
  private static final String MODE = "Sec-Fetch-Mode";
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final Function<Request, Set<String>> origins;

  /**
   * @param origins returns the origins of this server for the client of a request
   */
  public RequestGuard(Function<Request, Set<String>> origins) {
    this.origins = origins;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    SecurityHeaders.addTo(response.getHeaders());
    Optional<Refusal> refusal =
        isForeign(request) ? Optional.of(Refusal.CROSS_SITE) : type(request);
    if (refusal.isPresent()) {
      refusal.get().send(request, response, callback);
      return true;
    }
    return super.handle(withoutOverrides(request), response, callback);
  }

  private static Request withoutOverrides(Request request) {
    boolean overridden =
        request.getHeaders().stream()
            .anyMatch(field -> OVERRIDES.contains(field.getLowerCaseName()));
    if (!overridden) {
      return request;
    }
    HttpFields.Mutable others = HttpFields.build(request.getHeaders());
    OVERRIDES.forEach(others::remove);
    HttpFields headers = others.asImmutable();
    return new Request.Wrapper(request) {
      @Override
      public HttpFields getHeaders() {
        return headers;
      }
    };
  }

  private boolean isForeign(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null && !origins.apply(request).contains(origin.toLowerCase(Locale.ROOT))) {
      return true;
    }
    String site = request.getHeaders().get(SITE);
    if (site == null || OWN_SITES.contains(site.toLowerCase(Locale.ROOT))) {
      return false;
    }
    // Following a link changes nothing, and only the user sees the response.
    boolean follows =
        isSafe(request) && "navigate".equalsIgnoreCase(request.getHeaders().get(MODE));
    return !follows;
  }

  /** Browsers name the site of a form. */
  private static boolean isAttributed(Request request) {
    return request.getHeaders().get(HttpHeader.ORIGIN) != null
        || "same-origin".equalsIgnoreCase(request.getHeaders().get(SITE));
  }

  private static boolean isSafe(Request request) {
    return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
  }

  private static Optional<Refusal> type(Request request) {
    if (isSafe(request)) {
      return Optional.empty();
    }
    String type = mediaType(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    boolean body = BodyGate.hasBody(request);
    return switch (RequestKind.of(request)) {
      // A form's type is refused without a body, too: some browser or proxy may have dropped it.
      case UPLOAD -> FORMS.contains(type) ? Optional.of(Refusal.FILE_TYPE) : Optional.empty();
      case MESSAGE ->
          FORMS.contains(type) || (body && !MESSAGES.contains(type))
              ? Optional.of(Refusal.MESSAGE_TYPE)
              : Optional.empty();
      case PAGE -> type.equals(FORM) ? form(request) : json(type, body);
      case HEALTH, DOWNLOAD, JSON -> json(type, body);
    };
  }

  private static Optional<Refusal> form(Request request) {
    return isAttributed(request) ? Optional.empty() : Optional.of(Refusal.CROSS_SITE);
  }

  private static Optional<Refusal> json(String type, boolean body) {
    return FORMS.contains(type) || (body && !type.equals(JSON))
        ? Optional.of(Refusal.MEDIA_TYPE)
        : Optional.empty();
  }

  private static String mediaType(String header) {
    String type = header == null ? "" : header;
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
