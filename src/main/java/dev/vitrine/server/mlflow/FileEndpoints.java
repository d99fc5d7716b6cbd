package dev.vitrine.server.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.artifact.FilePath;
import dev.vitrine.artifact.FileStorage;
import dev.vitrine.artifact.FileStorage.Permission;
import dev.vitrine.artifact.Placement;
import dev.vitrine.artifact.SignedUrls;
import dev.vitrine.artifact.SignedUrls.Grant;
import dev.vitrine.artifact.SignedUrls.Method;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.mlflow.search.NameSpelling;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.PublicUrl;
import dev.vitrine.server.rest.view.PageToken;
import dev.vitrine.session.Engine;
import dev.vitrine.statement.tree.Call.OpenFiles;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.net.URLDecoder;

/** Files of versions: signed URLs, directories, and files by path. */
public final class FileEndpoints {
  static final String PREFIX = "/api/2.0/fs";

  /** Prefix of signed URLs. */
  public static final String SIGNED = PREFIX + "/signed/";

  /** Detail of a signed URL that must not replace a file. */
  private static final String ONLY_NEW = "new";

  /** Entries per page of a listing. */
  private static final int PAGE = 1_000;

  private final FileStorage files;
  private final SignedRights rights;
  private final PublicUrl server;
  private final FileResponse response;

  private FileEndpoints(FileStorage files, SignedRights rights, PublicUrl server) {
    this.files = files;
    this.rights = rights;
    this.server = server;
    this.response = new FileResponse(files);
  }

  /**
   * Adds them.
   *
   * @param names names of models in MLflow's registry API
   */
  public static void add(
      Api api,
      Engine engine,
      FileStorage files,
      SignedUrls urls,
      PublicUrl server,
      NameSpelling names) {
    SignedRights rights = new SignedRights(engine, urls);
    FileEndpoints endpoints = new FileEndpoints(files, rights, server);
    api.answerOfFiles(HandlerType.POST, PREFIX + "/create-upload-url", endpoints::uploadUrl);
    api.answerOfFiles(HandlerType.POST, PREFIX + "/create-download-url", endpoints::downloadUrl);
    new MultipartEndpoints(files, rights, server).add(api);
    new WorkspaceFileEndpoints(files, rights, server, names).add(api);
    api.answerOfFiles(HandlerType.GET, PREFIX + "/directories/<path>", endpoints::directory);
    api.stream(HandlerType.HEAD, PREFIX + "/directories/<path>", endpoints::isDirectory);
    api.stream(HandlerType.PUT, PREFIX + "/files/<path>", endpoints::putFile);
    api.stream(HandlerType.GET, PREFIX + "/files/<path>", endpoints::getFile);
    api.stream(HandlerType.HEAD, PREFIX + "/files/<path>", endpoints::headFile);
    api.streamToBearer(HandlerType.PUT, SIGNED + "{grant}", endpoints::putSigned);
    api.streamToBearer(HandlerType.GET, SIGNED + "{grant}", endpoints::getSigned);
  }

  private JsonNode uploadUrl(Exchange exchange) {
    ArtifactPath path = ArtifactPath.parse(exchange.required("path"));
    FilePath file = path.requireFile();
    OpenFiles.Opened opened = opened(path, OpenFiles.Access.WRITE, exchange);
    boolean overwrite = overwrites(exchange);
    files.requirePossible(opened.set(), new Placement(file, overwrite));
    return signed(rights.sign(Method.PUT, opened, file, overwrite ? "" : ONLY_NEW), exchange);
  }

  private JsonNode downloadUrl(Exchange exchange) {
    ArtifactPath path = ArtifactPath.parse(exchange.required("path"));
    OpenFiles.Opened opened = opened(path, OpenFiles.Access.READ, exchange);
    require(opened.set(), path.requireFile());
    return signed(rights.sign(Method.GET, opened, path.requireFile(), ""), exchange);
  }

  private ObjectNode signed(String grant, Exchange exchange) {
    ObjectNode answer = Json.object();
    answer.put("url", server.of(exchange.context()) + SIGNED + grant);
    answer.putArray("headers");
    return answer;
  }

  private JsonNode directory(Exchange exchange) {
    ArtifactPath path = inUrl("/directories", exchange);
    return listing(path, exchange)
        .page(PageToken.key(exchange).orElse(null), exchange.pageSize(PAGE, PAGE));
  }

  /**
   * The root of a version that exists is a directory even if its files are not in Vitrine: a
   * response to HEAD cannot contain the source, but the error of the listing that the client
   * requests next does.
   */
  private void isDirectory(Exchange exchange) {
    ArtifactPath path = inUrl("/directories", exchange);
    if (path.file().isPresent()) {
      listing(path, exchange);
      return;
    }
    try {
      exchange.run(request(path, OpenFiles.Access.LIST));
    } catch (VitrineException exception) {
      if (exception.code() != ErrorCode.FILE_NOT_FOUND) {
        throw exception;
      }
    }
  }

  private DirectoryListing listing(ArtifactPath path, Exchange exchange) {
    long set = open(path, OpenFiles.Access.LIST, exchange);
    return new DirectoryListing(path, files.list(set));
  }

  private void putFile(Exchange exchange) throws IOException {
    ArtifactPath path = inUrl("/files", exchange);
    FilePath file = path.requireFile();
    OpenFiles.Opened opened = opened(path, OpenFiles.Access.WRITE, exchange);
    Placement place = new Placement(file, overwrites(exchange));
    put(opened.set(), place, rights.still(opened), exchange.context());
  }

  private void getFile(Exchange exchange) throws IOException {
    ArtifactPath path = inUrl("/files", exchange);
    long set = open(path, OpenFiles.Access.READ, exchange);
    response.send(require(set, path.requireFile()), exchange.context());
  }

  private void headFile(Exchange exchange) {
    ArtifactPath path = inUrl("/files", exchange);
    long set = open(path, OpenFiles.Access.LIST, exchange);
    response.head(require(set, path.requireFile()), exchange.context());
  }

  private void putSigned(Context context) throws IOException {
    Grant grant = rights.check(context.pathParam("grant"), Method.PUT);
    Placement place = new Placement(grant.path(), !grant.detail().equals(ONLY_NEW));
    put(grant.set(), place, rights.still(grant), context);
  }

  private void getSigned(Context context) throws IOException {
    Grant grant = rights.check(context.pathParam("grant"), Method.GET);
    response.send(require(grant.set(), grant.path()), context);
  }

  private void put(long set, Placement place, Permission permission, Context context)
      throws IOException {
    files.put(
        set, place, context.bodyInputStream(), context.req().getContentLengthLong(), permission);
    context.status(HttpStatus.OK);
  }

  /** Whether a file may be replaced, which is so unless the client forbids it. */
  static boolean overwrites(Exchange exchange) {
    return exchange.flag("overwrite", true);
  }

  static long open(ArtifactPath path, OpenFiles.Access access, Exchange exchange) {
    return opened(path, access, exchange).set();
  }

  /**
   * @throws VitrineException MODEL_VERSION_NOT_FOUND also if the version has no files here, since
   *     FILE_NOT_FOUND would mean to clients that a path inside the version is missing
   */
  static OpenFiles.Opened opened(ArtifactPath path, OpenFiles.Access access, Exchange exchange) {
    try {
      return exchange.run(request(path, access));
    } catch (VitrineException exception) {
      throw exception.code() == ErrorCode.FILE_NOT_FOUND
          ? new VitrineException(ErrorCode.MODEL_VERSION_NOT_FOUND, exception.problem())
              .withHint(exception.hint())
              .withCause(exception)
          : exception;
    }
  }

  private static OpenFiles request(ArtifactPath path, OpenFiles.Access access) {
    return new OpenFiles(path.model(), path.version(), access, path.relative());
  }

  private StoredFile require(long set, FilePath path) {
    return require(files, set, path);
  }

  static StoredFile require(FileStorage files, long set, FilePath path) {
    return files
        .find(set, path)
        .orElseThrow(
            () ->
                new VitrineException(ErrorCode.FILE_NOT_FOUND, "There is no file '" + path + "'.")
                    .withHint("The files of a version are listed at its root."));
  }

  /**
   * The path in the URL, decoded once and here, because the HTTP server treats some characters
   * differently.
   */
  static ArtifactPath inUrl(String endpoint, Exchange exchange) {
    return after(PREFIX + endpoint, exchange);
  }

  /** The path that follows a prefix in the URL. */
  static ArtifactPath after(String prefix, Exchange exchange) {
    String raw = exchange.context().req().getRequestURI();
    String path = raw.substring(raw.indexOf(prefix) + prefix.length());
    try {
      return ArtifactPath.parse(URLDecoder.decode(path.replace("+", "%2B"), UTF_8));
    } catch (IllegalArgumentException exception) {
      throw Exchange.invalid("The path is not properly encoded.").withCause(exception);
    }
  }
}
