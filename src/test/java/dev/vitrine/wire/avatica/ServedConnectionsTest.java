package dev.vitrine.wire.avatica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.catalog.Claims;
import dev.vitrine.session.Engine;
import dev.vitrine.session.RemoteUser;
import dev.vitrine.store.principal.LoginCredentials;
import dev.vitrine.wire.ConnectionLimits;
import dev.vitrine.wire.RequestContext;
import dev.vitrine.wire.ServedConnections;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;
import org.junit.jupiter.api.Test;

/** Connections that their clients forgot. */
final class ServedConnectionsTest {
  private static final ProtobufTranslationImpl MESSAGES = new ProtobufTranslationImpl();

  /** The first user of a registry. */
  private static final RemoteUser ADMIN =
      new RemoteUser(
          1_000,
          "admin",
          Claims.NONE,
          LoginCredentials.of(LoginCredentials.Kind.PASSWORD, 0),
          "192.0.2.7");

  private static Engine founded() {
    Engine engine = Engine.open(TestStore.H2.newUrl());
    engine.connect("admin").close();
    return engine;
  }

  private static Service.Response ask(ServedConnections connections, Service.Request request)
      throws IOException {
    byte[] message = MESSAGES.serializeRequest(request);
    try (RequestContext running = RequestContext.ofServer()) {
      return MESSAGES.parseResponse(
          new AvaticaProtocol(connections).answer(ADMIN, message, running).message());
    }
  }

  private static String state(Service.Response response) {
    return response instanceof Service.ErrorResponse error ? error.sqlState : "none";
  }

  @Test
  void unusedConnectionsAreClosedAndUsedOnesKept() throws IOException {
    try (Engine engine = founded()) {
      ConnectionLimits shortly = ConnectionLimits.DEFAULT.withIdle(Duration.ofNanos(1));
      try (ServedConnections connections = new ServedConnections(engine, shortly)) {
        ask(connections, new Service.OpenConnectionRequest("a", Map.of()));
        assertThat(connections.open()).isEqualTo(1);
        connections.expire();
        assertThat(connections.open()).isZero();
        assertThat(state(ask(connections, new Service.CreateStatementRequest("a"))))
            .isEqualTo("08003");
      }
      ServedConnections kept = new ServedConnections(engine, ConnectionLimits.DEFAULT);
      ask(kept, new Service.OpenConnectionRequest("a", Map.of()));
      kept.expire();
      assertThat(state(ask(kept, new Service.CreateStatementRequest("a")))).isEqualTo("none");
      kept.close();
      assertThat(kept.open()).isZero();
    }
  }

  @Test
  void transactionsOfForgottenConnectionsAreRolledBack() throws IOException {
    try (Engine engine = founded();
        ServedConnections connections =
            new ServedConnections(engine, ConnectionLimits.DEFAULT.withIdle(Duration.ofNanos(1)))) {
      ask(connections, new Service.OpenConnectionRequest("a", Map.of()));
      Service.CreateStatementResponse statement =
          (Service.CreateStatementResponse)
              ask(connections, new Service.CreateStatementRequest("a"));
      for (String sql : new String[] {"BEGIN", "CREATE CATALOG half_done"}) {
        assertThat(
                state(
                    ask(
                        connections,
                        new Service.PrepareAndExecuteRequest("a", statement.statementId, sql, -1))))
            .isEqualTo("none");
      }
      connections.expire();
      ask(connections, new Service.OpenConnectionRequest("b", Map.of()));
      ask(connections, new Service.CreateStatementRequest("b"));
      Service.Response created =
          ask(
              connections,
              new Service.PrepareAndExecuteRequest("b", 0, "CREATE CATALOG half_done", -1));
      assertThat(state(created)).isEqualTo("none");
    }
  }

  @Test
  void aMissingStatementIsReported() throws IOException {
    try (Engine engine = founded();
        ServedConnections connections = new ServedConnections(engine, ConnectionLimits.DEFAULT)) {
      ask(connections, new Service.OpenConnectionRequest("a", Map.of()));
      Service.Response answer =
          ask(connections, new Service.PrepareAndExecuteRequest("a", 77, "SHOW CATALOGS", -1));
      assertThat(answer).isInstanceOf(Service.ExecuteResponse.class);
      assertThat(((Service.ExecuteResponse) answer).missingStatement).isTrue();
    }
  }
}
