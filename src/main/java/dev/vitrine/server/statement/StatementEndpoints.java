package dev.vitrine.server.statement;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.Members;
import dev.vitrine.server.rest.PublicUrl;
import dev.vitrine.server.statement.RunningStatement.Snapshot;
import dev.vitrine.server.statement.StatementResult.Chunk;
import dev.vitrine.session.Engine;
import dev.vitrine.session.RemoteUser;
import dev.vitrine.session.call.Limits;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import java.io.IOException;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/**
 * The Statement API. A statement is known to its user only, and to the server that runs it: clients
 * of several servers need a load balancer with sticky sessions.
 */
public final class StatementEndpoints implements AutoCloseable {
  static final String PATH = "/api/2.0/sql/statements";
  static final String RESULTS = "/api/2.0/sql/results/";

  /** Milliseconds between two searches for expired results. */
  private static final long SWEEP_MILLIS = 60_000;

  private final RunningStatements statements = new RunningStatements();
  private final Engine engine;
  private final Limits limits;
  private final PublicUrl server;

  private StatementEndpoints(Engine engine, Limits limits, PublicUrl server) {
    this.engine = engine;
    this.limits = limits;
    this.server = server;
  }

  /**
   * Adds the routes.
   *
   * @param limits of each statement
   * @return cancels all statements when it is closed
   */
  public static StatementEndpoints add(
      Api api, Engine engine, Limits limits, PublicUrl server, Timer sweeper) {
    StatementEndpoints endpoints = new StatementEndpoints(engine, limits, server);
    // Clients of Databricks send the path with and without a slash at its end.
    api.answerUser(HandlerType.POST, PATH, endpoints::execute);
    api.answerUser(HandlerType.POST, PATH + "/", endpoints::execute);
    api.answerUser(HandlerType.GET, PATH + "/{id}", endpoints::get);
    api.answerUser(HandlerType.GET, PATH + "/{id}/result/chunks/{index}", endpoints::chunk);
    api.answerUser(HandlerType.POST, PATH + "/{id}/cancel", endpoints::cancel);
    api.streamToBearer(HandlerType.GET, RESULTS + "{id}/{index}/{secret}", endpoints::content);
    sweeper.schedule(
        new TimerTask() {
          @Override
          public void run() {
            endpoints.statements.expire();
          }
        },
        SWEEP_MILLIS,
        SWEEP_MILLIS);
    return endpoints;
  }

  private JsonNode execute(RemoteUser user, Exchange exchange) {
    StatementRequest request = StatementRequest.of(exchange.body());
    RunningStatement statement = new RunningStatement(user, request, engine, limits);
    statements.start(statement);
    statement.await(request.patience());
    if (request.cancelAfterWait() && !statement.snapshot().state().isFinal()) {
      statement.cancel();
      statement.await(RunningStatement.CANCEL_TIME);
    }
    return view(statement, exchange);
  }

  private JsonNode get(RemoteUser user, Exchange exchange) {
    return view(require(user, exchange), exchange);
  }

  private JsonNode view(RunningStatement statement, Exchange exchange) {
    statement.snapshot().result().ifPresent(result -> reserve(statement, result, 0, exchange));
    return StatementView.of(statement, server.of(exchange.context()));
  }

  private static void reserve(
      RunningStatement statement, StatementResult result, int index, Exchange exchange) {
    if (!statement.request().external()) {
      exchange.reserve(result.chunks().get(index).byteCount());
    }
  }

  private JsonNode chunk(RemoteUser user, Exchange exchange) {
    RunningStatement statement = require(user, exchange);
    Snapshot snapshot = statement.snapshot();
    StatementResult result = snapshot.result().orElseThrow(StatementEndpoints::noSuchChunk);
    int index = index(result, exchange.path("index"));
    reserve(statement, result, index, exchange);
    return StatementView.chunk(statement, snapshot, result, index, server.of(exchange.context()));
  }

  private JsonNode cancel(RemoteUser user, Exchange exchange) {
    require(user, exchange).cancel();
    return Json.object();
  }

  private void content(Context context) throws IOException {
    RunningStatement statement =
        statements
            .find(context.pathParam("id"))
            .filter(found -> found.permits(context.pathParam("secret")))
            .filter(found -> found.request().external())
            .orElseThrow(StatementEndpoints::noSuchChunk);
    StatementResult result =
        statement.snapshot().result().orElseThrow(StatementEndpoints::noSuchChunk);
    context.header(Header.CACHE_CONTROL, "no-store");
    context.contentType(result.format().contentType() + "; charset=utf-8");
    Chunk chunk = result.chunks().get(index(result, context.pathParam("index")));
    try (MemoryAccount response = engine.memory().open(statement.userId())) {
      response.reserve(chunk.byteCount());
      context.outputStream().write(chunk.content().getBytes(UTF_8));
    }
  }

  private static int index(StatementResult result, String text) {
    long index = Members.number("index", text);
    if (index < 0 || index >= result.chunks().size()) {
      throw noSuchChunk();
    }
    return (int) index;
  }

  private static VitrineException noSuchChunk() {
    return new VitrineException(ErrorCode.STATEMENT_NOT_FOUND, "The result does not exist.")
        .withHint("Results are kept for 15 minutes; run the statement again.");
  }

  /** A statement of another user does not exist. */
  private RunningStatement require(RemoteUser user, Exchange exchange) {
    return statements
        .find(exchange.path("id"))
        .filter(found -> found.userId() == user.id())
        .orElseThrow(
            () ->
                new VitrineException(ErrorCode.STATEMENT_NOT_FOUND, "The statement does not exist.")
                    .withHint("Statements are kept for 15 minutes after they have ended."));
  }

  /**
   * Waits for running statements, whose clients need not have an open request, when the server
   * stops; {@link #close()} cancels the others.
   *
   * @param time maximum wait
   */
  public void awaitEnd(Duration time) {
    statements.await(time);
  }

  @Override
  public void close() {
    statements.close();
  }
}
