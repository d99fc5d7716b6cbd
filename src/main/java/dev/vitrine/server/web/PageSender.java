package dev.vitrine.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.server.web.asset.Assets;
import dev.vitrine.server.web.asset.Assets.Asset;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes responses of pages, with the headers that browsers need to contain them. */
final class PageSender {
  /** Scripts, styles and requests of this server only; no inline scripts or styles; no frames. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final String NO_STORE = "no-store";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  /** The encoding in the list of a request; one of the quality 0 is refused there. */
  private static final Pattern ACCEPTED =
      Pattern.compile("(?i)(?:^|,)\\s*gzip\\s*(?:$|,|;(?!\\s*q=0(?:\\.0*)?\\s*(?:,|$)))");

  /** Smaller pages do not become smaller. */
  private static final int LEAST_COMPRESSED = 1_000;

  private PageSender() {}

  static void html(Context context, int status, byte[] html) {
    context.status(status);
    headers(context);
    context.header(Header.VARY, Header.ACCEPT_ENCODING + ", HX-Request");
    context.contentType("text/html; charset=utf-8");
    if (html.length >= LEAST_COMPRESSED && acceptsGzip(context)) {
      context.header(Header.CONTENT_ENCODING, "gzip");
      context.result(Assets.gzip(html));
    } else {
      context.result(html);
    }
  }

  /** A redirect. For a request by a script, the browser then loads the whole page. */
  static void redirect(Context context, String path) {
    headers(context);
    if (Pages.isPartial(context)) {
      context.status(200).header("HX-Redirect", path);
    } else {
      context.status(303).header(Header.LOCATION, path);
    }
  }

  /** Sends a file while it is read. */
  static void download(Context context, Download download) {
    headers(context);
    context
        .contentType(download.contentType())
        .header(
            "Content-Disposition",
            "attachment; filename*=UTF-8''"
                + URLEncoder.encode(download.fileName(), UTF_8).replace("+", "%20"));
    try {
      download.body().writeTo(context.res().getOutputStream());
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** Sends a script or style sheet; 404 if there is none of this name and hash. */
  static void asset(Context context) {
    Optional<Asset> found = Assets.get().find(context.pathParam("hash"), context.pathParam("name"));
    if (found.isEmpty()) {
      Pages.error(context, 404, "The path does not exist.");
      return;
    }
    Asset asset = found.get();
    context.header(Header.CACHE_CONTROL, FOR_EVER);
    context.header(Header.VARY, Header.ACCEPT_ENCODING);
    context.contentType(asset.contentType());
    if (acceptsGzip(context)) {
      context.header(Header.CONTENT_ENCODING, "gzip");
      context.result(asset.compressed());
    } else {
      context.result(asset.bytes());
    }
  }

  private static void headers(Context context) {
    context.header(Header.CACHE_CONTROL, NO_STORE);
    context.header("Content-Security-Policy", POLICY);
    context.header("Referrer-Policy", "same-origin");
    context.header("X-Frame-Options", "DENY");
  }

  private static boolean acceptsGzip(Context context) {
    String accepted = context.header(Header.ACCEPT_ENCODING);
    return accepted != null && ACCEPTED.matcher(accepted).find();
  }
}
