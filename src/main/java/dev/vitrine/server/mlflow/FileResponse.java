package dev.vitrine.server.mlflow;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Json;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends a file, or a part of it, without ever holding much of it. */
public final class FileResponse {
  private static final Pattern RANGE = Pattern.compile("(?i)bytes=([0-9]{0,18})-([0-9]{0,18})");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  /** Bytes per read. */
  private static final int BUFFER = 1 << 16;

  private final FileStorage files;

  /** Sends files of a storage. */
  public FileResponse(FileStorage files) {
    this.files = files;
  }

  /**
   * A file as a response describes it.
   *
   * @param tag entity tag, in quotes
   * @param dated whether the time of the upload is sent
   */
  private record Entity(StoredFile file, String tag, boolean dated) {
    static Entity of(StoredFile file) {
      return new Entity(file, FileResponse.tag(file), true);
    }
  }

  /** Bytes from one to another, both included. */
  private record Range(long first, long last) {
    long length() {
      return last - first + 1;
    }
  }

  /** Sends the file or the requested part of it, if the request's conditions allow it. */
  void send(StoredFile file, Context context) throws IOException {
    send(Entity.of(file), context);
  }

  /**
   * The same with another entity tag, in quotes, and without the time of the upload.
   *
   * @throws IOException when the client is gone, or the storage cannot be read any more
   */
  public void sendUndated(StoredFile file, String tag, Context context) throws IOException {
    send(new Entity(file, tag, false), context);
  }

  private void send(Entity entity, Context context) throws IOException {
    StoredFile file = entity.file();
    Preconditions conditions = conditions(entity, context);
    if (!isWanted(conditions, entity, context)) {
      return;
    }
    Range range =
        range(conditions.allowsRange() ? context.header(Header.RANGE) : null, file.size());
    if (range.first() > range.last() && file.size() > 0) {
      // A client that resumes a complete download learns from the status that nothing is missing.
      context.header(Header.CONTENT_RANGE, "bytes */" + file.size());
      refuse(
          context,
          HttpStatus.RANGE_NOT_SATISFIABLE,
          "INVALID_PARAMETER_VALUE",
          "The file has no such range; it has " + file.size() + " bytes.");
      return;
    }
    // Before the response begins, so that a failure of the storage is reported like any error.
    try (InputStream bytes = files.read(file, range.first(), range.length())) {
      describe(entity, context);
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
    Entity entity = Entity.of(file);
    if (isWanted(conditions(entity, context), entity, context)) {
      describe(entity, context);
      context.res().setContentLengthLong(file.size());
    }
  }

  private static Preconditions conditions(Entity entity, Context context) {
    // No date in a request is later than the last instant: conditions on dates reveal nothing.
    return new Preconditions(
        context,
        entity.tag(),
        entity.dated() ? entity.file().modifiedAt().toInstant(ZoneOffset.UTC) : Instant.MAX);
  }

  /** Whether the file must be sent; otherwise the response is complete. */
  private static boolean isWanted(Preconditions conditions, Entity entity, Context context) {
    return switch (conditions.result()) {
      case SEND -> true;
      case NOT_MODIFIED -> {
        describe(entity, context);
        context.status(HttpStatus.NOT_MODIFIED);
        yield false;
      }
      case FAILED -> {
        refuse(
            context,
            HttpStatus.PRECONDITION_FAILED,
            "PRECONDITION_FAILED",
            "The file '"
                + entity.file().path()
                + "' is not the one that the request requires. Download it from its beginning.");
        yield false;
      }
    };
  }

  /** Blobs never change, and no two files share one. */
  private static String tag(StoredFile file) {
    return "\"" + file.blob() + "\"";
  }

  private static void describe(Entity entity, Context context) {
    context.contentType("application/octet-stream");
    context.header(Header.ACCEPT_RANGES, "bytes");
    context.header(Header.ETAG, entity.tag());
    if (entity.dated()) {
      context.header(
          Header.LAST_MODIFIED,
          HTTP_DATE.format(entity.file().modifiedAt().atOffset(ZoneOffset.UTC)));
    }
  }

  /**
   * All of it without the header, or with one that asks for several ranges or other units, or for
   * an end before the beginning; ends before it begins if the file has no such bytes.
   */
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
    if (from.isEmpty()) {
      return new Range(Math.max(0, size - Long.parseLong(to)), size - 1);
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
    return last < first ? new Range(0, size - 1) : new Range(first, Math.min(size - 1, last));
  }

  private static void refuse(Context context, HttpStatus status, String code, String message) {
    context.status(status);
    Api.send(context, Json.object().put("error_code", code).put("message", message));
  }
}
