package dev.vitrine.server.mlflow;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends a file, or a part of it, without ever holding much of it. */
public final class FileResponse {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  /** Bytes per read. */
  private static final int BUFFER = 1 << 16;

  private final FileStorage files;

  /** Sends files of a storage. */
  public FileResponse(FileStorage files) {
    this.files = files;
  }

  /** Bytes from one to another, both included. */
  private record Range(long first, long last) {
    long length() {
      return last - first + 1;
    }
  }

  /** Sends the file or the requested part of it, if the request's conditions allow it. */
  void send(StoredFile file, Context context) throws IOException {
    send(file, tag(file), context);
  }

  /**
   * The same with another entity tag, in quotes.
   *
   * @throws IOException when the client is gone, or the storage cannot be read any more
   */
  public void send(StoredFile file, String tag, Context context) throws IOException {
    Preconditions conditions = conditions(file, tag, context);
    if (!isWanted(conditions, file, tag, context)) {
      return;
    }
    Range range =
        range(conditions.allowsRange() ? context.header(Header.RANGE) : null, file.size());
    // Before the response begins, so that a failure of the storage is reported like any error.
    try (InputStream bytes = files.read(file, range.first(), range.length())) {
      describe(file, tag, context);
      if (range.length() < file.size()) {
        context.status(HttpStatus.PARTIAL_CONTENT);
        context.header(
            Header.CONTENT_RANGE,
            "bytes " + range.first() + "-" + range.last() + "/" + file.size());
      }
      context.res().setContentLengthLong(range.length());
      OutputStream out = context.res().getOutputStream();
      byte[] buffer = new byte[BUFFER];
      long sent = 0;
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        out.write(buffer, 0, read);
        sent += read;
      }
      if (sent < range.length()) {
        throw new IOException("The blob of " + file.path() + " is shorter than recorded");
      }
    }
  }

  /** Sends the headers that {@link #send} would send for the whole file, without its bytes. */
  void head(StoredFile file, Context context) {
    if (isWanted(conditions(file, tag(file), context), file, tag(file), context)) {
      describe(file, tag(file), context);
      context.res().setContentLengthLong(file.size());
    }
  }

  private static Preconditions conditions(StoredFile file, String tag, Context context) {
    return new Preconditions(context, tag, file.modifiedAt().toInstant(ZoneOffset.UTC));
  }

  /** Whether the file must be sent; otherwise the response is complete. */
  private static boolean isWanted(
      Preconditions conditions, StoredFile file, String tag, Context context) {
    return switch (conditions.result()) {
      case SEND -> true;
      case NOT_MODIFIED -> {
        describe(file, tag, context);
        context.status(HttpStatus.NOT_MODIFIED);
        yield false;
      }
      case FAILED -> {
        context.status(HttpStatus.PRECONDITION_FAILED);
        Api.send(
            context,
            Json.object()
                .put("error_code", "PRECONDITION_FAILED")
                .put(
                    "message",
                    "The file '"
                        + file.path()
                        + "' is not the one that the request requires."
                        + " Download it from its beginning."));
        yield false;
      }
    };
  }

  /** Blobs never change, and no two files share one. */
  private static String tag(StoredFile file) {
    return "\"" + file.blob() + "\"";
  }

  private static void describe(StoredFile file, String tag, Context context) {
    context.contentType("application/octet-stream");
    context.header(Header.ACCEPT_RANGES, "bytes");
    context.header(Header.ETAG, tag);
    context.header(
        Header.LAST_MODIFIED, HTTP_DATE.format(file.modifiedAt().atOffset(ZoneOffset.UTC)));
  }

  /** All of it without the header, or with one that asks for several ranges or other units. */
  private static Range range(@Nullable String header, long size) {
    Matcher matcher = RANGE.matcher(header == null ? "" : header.strip());
    if (!matcher.matches() || size == 0) {
      return new Range(0, size - 1);
    }
    String from = matcher.group(1);
    String to = matcher.group(2);
    if (from.isEmpty() && to.isEmpty()) {
      return new Range(0, size - 1);
    }
    Range range =
        from.isEmpty()
            ? new Range(Math.max(0, size - Long.parseLong(to)), size - 1)
            : new Range(
                Long.parseLong(from),
                to.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(to)));
    if (range.first() > range.last()) {
      throw Exchange.invalid("The file has no such range; it has " + size + " bytes.");
    }
    return range;
  }
}
