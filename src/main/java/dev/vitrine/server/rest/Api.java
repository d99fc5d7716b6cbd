package dev.vitrine.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MachineErrors;
import dev.vitrine.session.Engine;
import dev.vitrine.session.RemoteUser;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import java.io.IOException;
import java.util.function.Function;

/** Routes of the REST APIs: authenticates requests and writes results as JSON responses. */
public final class Api {
  /** Maximum bytes of the body of one request. */
  private static final int MOST_BYTES = 4 << 20;

  /** The bytes, their text, and the JSON tree that is made of it. */
  private static final int COPIES = 4;

  private final Engine engine;
  private final SignIn signIn;
  private final Limits limits;
  private final RoutesConfig routes;
  private final ClientWatch clients;

  /**
   * @param limits of each statement
   */
  public Api(
      Engine engine, SignIn signIn, Limits limits, RoutesConfig routes, ClientWatch clients) {
    this.engine = engine;
    this.signIn = signIn;
    this.limits = limits;
    this.routes = routes;
    this.clients = clients;
  }

  /** A handler that writes the response itself, such as a file. */
  @FunctionalInterface
  public interface Exchanges {
    /** Handles a request. */
    void answer(Exchange exchange) throws IOException;
  }

  /** A handler of requests with credentials in the path. */
  @FunctionalInterface
  public interface Bearers {
    /** Handles a request. */
    void answer(Context context) throws IOException;
  }

  /** Adds a route with a JSON response. */
  public void answer(HandlerType method, String path, Function<Exchange, JsonNode> work) {
    answer(method, path, work, RestError::of);
  }

  /** Adds a route with a JSON response about files. */
  public void answerOfFiles(HandlerType method, String path, Function<Exchange, JsonNode> work) {
    answer(method, path, work, RestError::ofFile);
  }

  private void answer(
      HandlerType method,
      String path,
      Function<Exchange, JsonNode> work,
      Function<VitrineException, RestError> errors) {
    add(
        method,
        path,
        context -> {
          try (Session session = session(context);
              Cancellation call = new Cancellation()) {
            Exchange exchange = exchange(context, session, body(context, session));
            send(context, session.under(call, () -> answer(exchange, session, work)));
          }
        },
        errors);
  }

  /** A handler of requests that outlives the session of the request. */
  @FunctionalInterface
  public interface UserExchanges {
    /** Handles a request of a user. */
    JsonNode answer(RemoteUser user, Exchange exchange);
  }

  /** Adds a route with a JSON response, whose {@code work} opens sessions of its own. */
  public void answerUser(HandlerType method, String path, UserExchanges work) {
    add(
        method,
        path,
        context -> {
          RemoteUser user = signIn.user(context);
          try (Session session = engine.session(user)) {
            Exchange exchange = exchange(context, session, body(context, session));
            send(context, work.answer(user, exchange));
          }
        },
        RestError::of);
  }

  /** Cancels the session's statement when the client disconnects. */
  private JsonNode answer(Exchange exchange, Session session, Function<Exchange, JsonNode> work) {
    ClientWatch.Watched watched = clients.watch(exchange.context(), session::cancel);
    try (watched) {
      return work.apply(exchange);
    }
  }

  /** Adds a route whose {@code work} reads the body and writes the response. */
  public void stream(HandlerType method, String path, Exchanges work) {
    add(
        method,
        path,
        context -> {
          try (Session session = session(context)) {
            work.answer(exchange(context, session, Json.object()));
          }
        },
        RestError::ofFile);
  }

  /** The same for requests with credentials in the path only. */
  public void streamToBearer(HandlerType method, String path, Bearers work) {
    add(method, path, work::answer, RestError::ofFile);
  }

  private void add(
      HandlerType method, String path, Handler work, Function<VitrineException, RestError> errors) {
    routes.addHttpHandler(
        method,
        path,
        context -> {
          try {
            QueryText.requireUtf8(context.req().getQueryString());
            work.handle(context);
          } catch (VitrineException exception) {
            refuse(context, of(method, errors.apply(exception)));
          } catch (VirtualMachineError error) {
            refuse(context, of(method, errors.apply(MachineErrors.translate(error))));
          }
        });
  }

  private static RestError of(HandlerType method, RestError error) {
    return method.equals(HandlerType.HEAD) ? error.withoutBody() : error;
  }

  private Session session(Context context) {
    return engine.session(signIn.user(context));
  }

  private Exchange exchange(Context context, Session session, ObjectNode body) {
    return new Exchange(context, session, limits, body);
  }

  private static ObjectNode body(Context context, Session session) throws IOException {
    session.memory().reserve(COPIES * Math.min(BodySize.most(context, MOST_BYTES), MOST_BYTES));
    byte[] body = context.bodyInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, "The request is too large.")
          .withHint("The limit is " + (MOST_BYTES >> 20) + " MiB.");
    }
    return Json.parse(body);
  }

  /**
   * Sends a JSON response that clients and proxies must not cache: it is specific to one user and
   * can contain URLs or credentials.
   */
  public static void send(Context context, JsonNode answer) {
    context.header(Header.CACHE_CONTROL, "no-store");
    context.contentType("application/json").result(Json.bytes(answer));
  }

  private static void refuse(Context context, RestError error) {
    if (context.res().isCommitted()) {
      throw new IllegalStateException("A response was interrupted: " + error.message());
    }
    if (error.code().equals("UNAUTHENTICATED")) {
      context.header(Header.WWW_AUTHENTICATE, SignIn.CHALLENGE);
    }
    context.status(error.status());
    send(context, Json.object().put("error_code", error.code()).put("message", error.message()));
  }
}
