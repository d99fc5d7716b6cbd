package dev.vitrine.server.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.artifact.FilePath;
import dev.vitrine.artifact.FileStorage;
import dev.vitrine.artifact.Placement;
import dev.vitrine.artifact.SignedUrls.Grant;
import dev.vitrine.artifact.SignedUrls.Method;
import dev.vitrine.artifact.blob.UploadSession;
import dev.vitrine.artifact.blob.UploadSession.Part;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.Members;
import dev.vitrine.server.rest.PublicUrl;
import dev.vitrine.statement.tree.Call.OpenFiles;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Uploads in parts. Each step checks again whether the caller may add files to the version. */
final class MultipartEndpoints {
  private static final String SIGNED = FileEndpoints.PREFIX + "/signed-parts/";

  /** Maximum URLs per request. */
  private static final int MOST_URLS = 1_000;

  /** The limit of S3. */
  private static final int MOST_PARTS = 10_000;

  /** Follows the id of an upload in its token if it must not replace a file. */
  private static final String ONLY_NEW = " new";

  private final FileStorage files;
  private final SignedRights rights;
  private final PublicUrl server;

  MultipartEndpoints(FileStorage files, SignedRights rights, PublicUrl server) {
    this.files = files;
    this.rights = rights;
    this.server = server;
  }

  void add(Api api) {
    String prefix = FileEndpoints.PREFIX;
    api.answerOfFiles(HandlerType.POST, prefix + "/files/<path>", this::act);
    api.answerOfFiles(HandlerType.POST, prefix + "/create-upload-part-urls", this::partUrls);
    api.answerOfFiles(HandlerType.POST, prefix + "/create-abort-upload-url", this::abortUrl);
    api.streamToBearer(HandlerType.PUT, SIGNED + "{grant}", this::put);
    api.streamToBearer(HandlerType.DELETE, SIGNED + "{grant}", this::abort);
  }

  private JsonNode act(Exchange exchange) {
    ArtifactPath path = FileEndpoints.inUrl("/files", exchange);
    return switch (exchange.required("action")) {
      case "initiate-upload" -> initiate(path, exchange);
      case "complete-upload" -> complete(path, exchange);
      default ->
          throw Exchange.invalid("There is no action '" + exchange.required("action") + "'.")
              .withHint("The actions are initiate-upload and complete-upload.");
    };
  }

  private JsonNode initiate(ArtifactPath path, Exchange exchange) {
    OpenFiles.Opened opened = FileEndpoints.opened(path, OpenFiles.Access.WRITE, exchange);
    boolean overwrite = FileEndpoints.overwrites(exchange);
    files.requirePossible(opened.set(), new Placement(path.requireFile(), overwrite));
    String detail = UploadSession.begin().id() + (overwrite ? "" : ONLY_NEW);
    String token = rights.name(opened, path.requireFile(), detail);
    return Json.object().set("multipart_upload", Json.object().put("session_token", token));
  }

  private JsonNode complete(ArtifactPath path, Exchange exchange) {
    Upload upload = upload(path, exchange);
    List<Part> parts = new ArrayList<>();
    for (Members part : exchange.body().objects("parts", MOST_PARTS)) {
      parts.add(new Part(number(part), part.required("etag").replace("\"", "")));
    }
    if (parts.isEmpty()) {
      throw Exchange.invalid("'parts' is missing.");
    }
    // Otherwise one uploaded part could be repeated to a file of any size.
    if (parts.stream().mapToInt(Part::number).distinct().count() < parts.size()) {
      throw Exchange.invalid("'parts' has a part number twice.");
    }
    try {
      files.put(
          upload.opened().set(),
          new Placement(upload.path(), upload.overwrite()),
          new UploadSession(upload.session()),
          parts,
          rights.still(upload.opened()));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    return Json.object();
  }

  private static int number(Members part) {
    long number = part.requiredNumber("part_number");
    if (number < 1 || number > MOST_PARTS) {
      throw Exchange.invalid("'part_number' is from 1 to " + MOST_PARTS + ".");
    }
    return (int) number;
  }

  private JsonNode partUrls(Exchange exchange) {
    Upload upload = upload(ArtifactPath.parse(exchange.required("path")), exchange);
    long first = exchange.requiredNumber("start_part_number");
    long count = exchange.number("count").orElse(1L);
    if (count < 1 || count > MOST_URLS) {
      throw Exchange.invalid("'count' is from 1 to " + MOST_URLS + ".");
    }
    if (first < 1 || first > MOST_PARTS) {
      throw Exchange.invalid("'start_part_number' is from 1 to " + MOST_PARTS + ".");
    }
    ObjectNode answer = Json.object();
    ArrayNode array = answer.putArray("upload_part_urls");
    for (long number = first; number < first + count; number++) {
      String part =
          rights.sign(Method.PART, upload.opened(), upload.path(), upload.session() + " " + number);
      array
          .addObject()
          .put("part_number", number)
          .put("url", server.of(exchange.context()) + SIGNED + part)
          .putArray("headers");
    }
    return answer;
  }

  private JsonNode abortUrl(Exchange exchange) {
    Upload upload = upload(ArtifactPath.parse(exchange.required("path")), exchange);
    String abort = rights.sign(Method.ABORT, upload.opened(), upload.path(), upload.session());
    ObjectNode url = Json.object().put("url", server.of(exchange.context()) + SIGNED + abort);
    url.putArray("headers");
    return Json.object().set("abort_upload_url", url);
  }

  private void put(Context context) throws IOException {
    Grant grant = rights.check(context.pathParam("grant"), Method.PART);
    String[] detail = grant.detail().split(" ", 2);
    Part part = UploadSession.part(Integer.parseInt(detail[1]));
    files.receive(
        grant.set(),
        new UploadSession(detail[0]),
        part,
        context.bodyInputStream(),
        context.req().getContentLengthLong());
    context.header(Header.ETAG, "\"" + part.tag() + "\"");
  }

  private void abort(Context context) throws IOException {
    Grant grant = rights.check(context.pathParam("grant"), Method.ABORT);
    files.discard(new UploadSession(grant.detail()));
  }

  /** The caller's upload, if it is of this file and may continue. */
  private Upload upload(ArtifactPath path, Exchange exchange) {
    OpenFiles.Opened opened = FileEndpoints.opened(path, OpenFiles.Access.WRITE, exchange);
    Grant upload = rights.upload(exchange.required("session_token"));
    if (upload.set() != opened.set() || !upload.path().equals(path.requireFile())) {
      throw Exchange.invalid("The session token belongs to another file.");
    }
    boolean overwrite = !upload.detail().endsWith(ONLY_NEW);
    String session =
        overwrite
            ? upload.detail()
            : upload.detail().substring(0, upload.detail().length() - ONLY_NEW.length());
    return new Upload(opened, upload.path(), session, overwrite);
  }

  /** An upload in parts, and the caller's right to continue it. */
  private record Upload(
      OpenFiles.Opened opened, FilePath path, String session, boolean overwrite) {}
}
