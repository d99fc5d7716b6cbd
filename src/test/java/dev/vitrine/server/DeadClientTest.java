package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.SlowQuery;
import dev.vitrine.TestJvm;
import dev.vitrine.TestStore;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.session.StatementLog;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.avatica.remote.Service;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that are gone before their statement has ended. */
@Timeout(120)
final class DeadClientTest {
  private static Process client(TestServer server) throws IOException {
    List<String> command = TestJvm.shortCommand();
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(DyingClient.class.getName(), server.url()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void statementsOfAKilledProcessEndAndRollBack(TestStore store) throws Exception {
    try (TestServer server = TestServer.start(store.newUrl());
        Connection other = server.connect("admin");
        Statement statement = other.createStatement();
        StatementLog log = StatementLog.of(server.storeUrl())) {
      Process client = client(server);
      log.awaitBegun(2);

      long start = System.nanoTime();
      client.destroyForcibly().onExit().join();

      log.awaitEnd(ErrorCode.QUERY_CANCELED);
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(60));
      log.awaitIdleStore();
      assertThat(statement.executeUpdate("CREATE CATALOG half")).isEqualTo(1);
    }
  }

  /** A client that closes its socket, as stock drivers do when their time is over. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aStatementEndsWithTheSocketOfItsRequest(TestStore store) throws Exception {
    try (TestServer server = TestServer.start(store.newUrl());
        StatementLog log = StatementLog.of(server.storeUrl())) {
      Http.ask(server, "admin", new Service.OpenConnectionRequest("a", Map.of()));
      Http.ask(server, "admin", new Service.CreateStatementRequest("a"));
      byte[] body = Http.message(new Service.PrepareAndExecuteRequest("a", 0, SlowQuery.TEXT, -1));
      try (Socket socket = new Socket("localhost", server.server().port())) {
        OutputStream out = socket.getOutputStream();
        out.write(
            ("POST "
                    + DriverEndpoint.PATH
                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-google-protobuf"
                    + "\r\nAuthorization: "
                    + Http.basic("admin", TestServer.PASSWORD)
                    + "\r\nContent-Length: "
                    + body.length
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        log.awaitBegun(1);
      }
      log.awaitEnd(ErrorCode.QUERY_CANCELED);
      log.awaitIdleStore();
    }
  }
}
