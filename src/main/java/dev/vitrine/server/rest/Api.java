package dev.vitrine.server.rest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import dev.vitrine.session.Session;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import java.io.IOException;
import java.util.function.Function;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns requests into exchanges of who signs in with them, and what comes of those into answers.
 */
public final class Api {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  /** Of the body of one request. */
  private static final int MOST_BYTES = 4 << 20;

  private final Engine engine;
  private final SignIn signIn;
  private final RoutesConfig routes;

  public Api(Engine engine, SignIn signIn, RoutesConfig routes) {
    this.engine = requireNonNull(engine);
    this.signIn = requireNonNull(signIn);
    this.routes = requireNonNull(routes);
  }

  /** What answers a request by itself, such as by sending a file. */
  @FunctionalInterface
  public interface Exchanges {
    /** Answers. */
    void answer(Exchange exchange) throws IOException;
  }

  /** What answers a request that has its credentials in its path. */
  @FunctionalInterface
  public interface Bearers {
    /** Answers. */
    void answer(Context context) throws IOException;
  }

  /** At this method and path, answers JSON. */
  public void answer(HandlerType method, String path, Function<Exchange, JsonNode> work) {
    add(
        method,
        path,
        context -> {
          Exchange exchange = exchange(context, body(context));
          send(context, work.apply(exchange));
        },
        RestError::of);
  }

  /** At this method and path, answers JSON about files. */
  public void answerOfFiles(HandlerType method, String path, Function<Exchange, JsonNode> work) {
    add(
        method,
        path,
        context -> send(context, work.apply(exchange(context, body(context)))),
        RestError::ofFile);
  }

  /** At this method and path, lets {@code work} read the body and write the answer. */
  public void stream(HandlerType method, String path, Exchanges work) {
    add(method, path, context -> work.answer(exchange(context, Json.object())), RestError::ofFile);
  }

  /** The same for who brings no credentials but the path. */
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
            work.handle(context);
          } catch (VitrineException exception) {
            refuse(context, errors.apply(exception));
          } catch (EofException exception) {
            LOG.info("A client broke off {} {}: {}", method, path, exception.toString());
          }
        });
  }

  private Exchange exchange(Context context, ObjectNode body) {
    Session session = engine.session(signIn.user(context));
    return new Exchange(context, session, body);
  }

  private static ObjectNode body(Context context) throws IOException {
    byte[] body = context.bodyInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, "The request is too large.")
          .withHint("A request may have " + (MOST_BYTES >> 20) + " MiB.");
    }
    return Json.parse(body);
  }

  /** Answers JSON. */
  public static void send(Context context, JsonNode answer) {
    context.contentType("application/json").result(Json.bytes(answer));
  }

  private static void refuse(Context context, RestError error) {
    if (context.res().isCommitted()) {
      throw new IllegalStateException("An answer broke off: " + error.message());
    }
    if (error.code().equals("UNAUTHENTICATED")) {
      context.header(Header.WWW_AUTHENTICATE, "Basic realm=\"Vitrine\", charset=\"UTF-8\"");
    }
    context.status(error.status());
    send(context, Json.object().put("error_code", error.code()).put("message", error.message()));
  }
}
