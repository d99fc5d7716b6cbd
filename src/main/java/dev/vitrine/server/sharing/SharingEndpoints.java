package dev.vitrine.server.sharing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.authentication.StoreAuthenticator;
import dev.vitrine.catalog.share.Published;
import dev.vitrine.catalog.share.Published.Recipient;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.memory.MemoryBudget;
import dev.vitrine.server.mlflow.FileResponse;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.view.PageToken;
import dev.vitrine.session.SharedRegistry;
import dev.vitrine.session.SharedRegistry.Reader;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The sharing endpoint (docs/share.md, "Protocol"). The token of each request is looked up in the
 * store, so that revoked, rotated and expired access ends at once.
 */
public final class SharingEndpoints implements AutoCloseable {
  /** Path of the endpoint. */
  public static final String PATH = "/api/2.1/vitrine-sharing";

  private static final String MODEL = PATH + "/shares/{share}/models/{schema}/{name}";
  private static final String BEARER = "bearer ";

  /** How long a request waits for checksums that were not computed yet. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** When a recipient should try again, in seconds, after too many requests or for checksums. */
  private static final int RETRY_SECONDS = 5;

  /** Memory for a page in bytes: 4 MiB in the rows, in the tree, in its text, and as bytes. */
  private static final long PAGE_BYTES = 4 * (4 << 20);

  private final SharedRegistry registry;
  private final MemoryBudget memory;
  private final StoreAuthenticator authenticator;
  private final RecipientSource source;
  private final FileResponse response;
  private final Checksums checksums;
  private final RecipientSlots slots = new RecipientSlots();

  private SharingEndpoints(
      SharedRegistry registry,
      MemoryBudget memory,
      FileStorage files,
      StoreAuthenticator authenticator,
      RecipientSource source) {
    this.registry = registry;
    this.memory = memory;
    this.authenticator = authenticator;
    this.source = source;
    this.response = new FileResponse(files);
    this.checksums = new Checksums(files, registry);
  }

  /** Adds them; the caller closes them. */
  public static SharingEndpoints add(
      Api api,
      SharedRegistry registry,
      MemoryBudget memory,
      FileStorage files,
      StoreAuthenticator authenticator,
      RecipientSource source) {
    SharingEndpoints endpoints =
        new SharingEndpoints(registry, memory, files, authenticator, source);
    endpoints.get(api, PATH + "/shares", endpoints::shares);
    endpoints.get(api, PATH + "/shares/{share}", endpoints::share);
    endpoints.get(api, PATH + "/shares/{share}/models", endpoints::models);
    endpoints.get(api, MODEL + "/versions", endpoints::versions);
    endpoints.get(api, MODEL + "/versions/{version}/files/<path>", endpoints::file);
    return endpoints;
  }

  /** Stops the computation of checksums. */
  @Override
  public void close() {
    checksums.close();
  }

  /** A request of a recipient. */
  @FunctionalInterface
  private interface Request {
    void answer(Reader reader, List<String> path, Context context) throws IOException;
  }

  private void get(Api api, String route, Request request) {
    api.streamToBearer(HandlerType.GET, route, context -> answer(request, context));
  }

  private void answer(Request request, Context context) throws IOException {
    InetAddress address = source.of(context);
    Optional<Recipient> recipient = token(context).flatMap(registry::recipient);
    if (recipient.isEmpty()) {
      unauthorized(address, context);
      return;
    }
    long id = recipient.get().id();
    if (!slots.enter(id)) {
      tooMany(
          context,
          RETRY_SECONDS,
          "The recipient has " + RecipientSlots.MOST + " requests running already.");
      return;
    }
    try {
      request.answer(new Reader(recipient.get(), address.getHostAddress()), path(context), context);
    } finally {
      slots.leave(id);
    }
  }

  private static Optional<String> token(Context context) {
    return Optional.ofNullable(context.header(Header.AUTHORIZATION))
        .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(header -> header.substring(BEARER.length()).strip());
  }

  /** One response for tokens that never existed, were rotated or dropped, or have expired. */
  private void unauthorized(InetAddress address, Context context) {
    // Always 401, by which a recipient knows that its access has ended.
    authenticator
        .invalidRecipientToken(address)
        .ifPresent(
            wait ->
                context.header(
                    Header.RETRY_AFTER, Long.toString(wait.plusMillis(999).toSeconds())));
    context.header(Header.WWW_AUTHENTICATE, "Bearer");
    error(
        context,
        HttpStatus.UNAUTHORIZED,
        "UNAUTHENTICATED",
        "The token is not valid. Ask the provider for a new activation file.");
  }

  private static void tooMany(Context context, long seconds, String message) {
    context.header(Header.RETRY_AFTER, Long.toString(seconds));
    error(
        context,
        HttpStatus.TOO_MANY_REQUESTS,
        "TEMPORARILY_UNAVAILABLE",
        message + " Try again in " + seconds + " s.");
  }

  private static void error(Context context, HttpStatus status, String code, String message) {
    context.status(status);
    Api.send(context, Json.object().put("error_code", code).put("message", message));
  }

  /**
   * The parts of the path, decoded once and here, because the HTTP server treats some characters
   * differently: shares, share, models, schema, name, versions, version, files and those of a file.
   */
  private static List<String> path(Context context) {
    String raw = context.req().getRequestURI();
    String path = raw.substring(raw.indexOf(PATH) + PATH.length() + 1);
    try {
      return Arrays.stream(path.split("/", -1))
          .map(part -> URLDecoder.decode(part.replace("+", "%2B"), UTF_8))
          .toList();
    } catch (IllegalArgumentException exception) {
      throw Exchange.invalid("The path is not properly encoded.").withCause(exception);
    }
  }

  private void shares(Reader reader, List<String> path, Context context) {
    try (MemoryAccount account = memory.open(-reader.recipient().id())) {
      account.reserve(PAGE_BYTES);
      Api.send(context, SharingJson.shares(registry.shares(reader)));
    }
  }

  private void share(Reader reader, List<String> path, Context context) {
    Published.State state = registry.share(reader, path.get(1));
    String tag = "\"" + state.revision() + "\"";
    context.header(Header.ETAG, tag);
    String known = context.header(Header.IF_NONE_MATCH);
    if (known != null && (known.contains(tag) || known.strip().equals("*"))) {
      context.status(HttpStatus.NOT_MODIFIED);
      return;
    }
    Api.send(context, SharingJson.state(state));
  }

  private void models(Reader reader, List<String> path, Context context) {
    try (MemoryAccount account = memory.open(-reader.recipient().id())) {
      account.reserve(PAGE_BYTES);
      Published.Page<Published.Model> page = registry.models(reader, path.get(1), key(context));
      PageBody body = new PageBody("models");
      Optional<String> next = page.next();
      String last = "";
      for (Published.Model model : page.items()) {
        if (!body.add(SharingJson.model(model))) {
          next = Optional.of(last);
          break;
        }
        last = model.schema() + "/" + model.name();
      }
      Api.send(context, body.end(next.orElse(null)));
    }
  }

  private void versions(Reader reader, List<String> path, Context context) {
    try (MemoryAccount account = memory.open(-reader.recipient().id())) {
      account.reserve(PAGE_BYTES);
      sendVersions(reader, path, context);
    }
  }

  private void sendVersions(Reader reader, List<String> path, Context context) {
    String key = key(context);
    long below = key.isEmpty() ? Long.MAX_VALUE : Exchange.version(key);
    Published.Page<Published.Version> page =
        registry.versions(reader, path.get(1), path.get(3), path.get(4), below);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    PageBody body = new PageBody("versions");
    Optional<String> next = page.next();
    for (Published.Version version : page.items()) {
      List<Checksums.Result> sums = checksums(version, deadline);
      if (sums.stream().anyMatch(Checksums.Lost.class::isInstance)) {
        // One lost file must not keep recipients from all others.
        continue;
      }
      boolean late = sums.stream().anyMatch(Checksums.Late.class::isInstance);
      if (late && body.isEmpty()) {
        tooMany(context, RETRY_SECONDS, "The checksums of the files are not known yet.");
        return;
      }
      if (late || !body.add(SharingJson.version(version, sums))) {
        // The rest is on the next page.
        next = Optional.of(Long.toString(version.number() + 1));
        break;
      }
    }
    Api.send(context, body.end(next.orElse(null)));
  }

  /** The checksums of the files in order, up to the first that is not known. */
  private List<Checksums.Result> checksums(Published.Version version, long deadline) {
    List<Checksums.Result> sums = new ArrayList<>();
    for (Published.File file : version.files()) {
      Checksums.Result sum = checksums.of(file, deadline);
      sums.add(sum);
      if (!(sum instanceof Checksums.Known)) {
        return sums;
      }
    }
    return sums;
  }

  private void file(Reader reader, List<String> path, Context context) throws IOException {
    Published.File file =
        registry.file(
            reader,
            path.get(1),
            path.get(3),
            path.get(4),
            Exchange.version(path.get(6)),
            String.join("/", path.subList(8, path.size())));
    Checksums.Result sum = checksums.of(file, System.nanoTime() + PATIENCE.toNanos());
    if (sum instanceof Checksums.Known known) {
      response.sendUndated(file.stored(), "\"" + known.sha256() + "\"", context);
    } else if (sum instanceof Checksums.Late) {
      tooMany(context, RETRY_SECONDS, "The checksum of the file is not known yet.");
    } else {
      throw SharedRegistry.notFound();
    }
  }

  /** The key of the page before; empty for the first page. */
  private static String key(Context context) {
    String token = context.queryParam("page_token");
    return token == null || token.isEmpty() ? "" : PageToken.decode(token);
  }
}
