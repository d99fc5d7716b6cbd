package dev.vitrine.wire.avatica;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.vitrine.TestStore;
import dev.vitrine.catalog.Claims;
import dev.vitrine.protocol.MessageWriter;
import dev.vitrine.session.Engine;
import dev.vitrine.session.RemoteUser;
import dev.vitrine.store.principal.LoginCredentials;
import dev.vitrine.wire.ConnectionLimits;
import dev.vitrine.wire.RequestContext;
import dev.vitrine.wire.ServedConnections;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;
import org.apache.calcite.avatica.remote.TypedValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Messages that no driver sends: each gets an error other than an internal error, and other
 * connections continue. {@code -Dvitrine.mutations=N} tries more of them.
 */
@Timeout(300)
final class MalformedMessagesTest {
  private static final ProtobufTranslationImpl MESSAGES = new ProtobufTranslationImpl();
  private static final RemoteUser ADMIN =
      new RemoteUser(
          1_000,
          "admin",
          Claims.NONE,
          LoginCredentials.of(LoginCredentials.Kind.PASSWORD, 0),
          "192.0.2.7");
  private static final String ID = "a";
  private static final long SEED = 20_261_129;
  private static final int MUTATIONS = Integer.getInteger("vitrine.mutations", 150);
  private static final String PACKAGE = "org.apache.calcite.avatica.proto.Requests$";

  private final Engine engine = Engine.open(TestStore.H2.newUrl());
  private final ServedConnections connections;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  MalformedMessagesTest() {
    engine.connect("admin").close();
    connections = new ServedConnections(engine, ConnectionLimits.DEFAULT);
  }

  @BeforeEach
  void open() throws IOException {
    log.start();
    logger().addAppender(log);
    ask(MESSAGES.serializeRequest(new Service.OpenConnectionRequest(ID, Map.of())));
  }

  @AfterEach
  void close() {
    logger().detachAppender(log);
    connections.close();
    engine.close();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("dev.vitrine");
  }

  private Service.Response ask(byte[] message) throws IOException {
    try (RequestContext running = RequestContext.ofServer()) {
      return MESSAGES.parseResponse(
          new AvaticaProtocol(connections).answer(ADMIN, message, running).message());
    }
  }

  private String state(byte[] message) throws IOException {
    return ask(message) instanceof Service.ErrorResponse error ? error.sqlState : "none";
  }

  /** One of each type, as real clients send them. */
  private static List<Service.Request> requests() {
    List<TypedValue> values =
        List.of(
            TypedValue.ofSerial(Rep.STRING, "text"),
            TypedValue.ofSerial(Rep.LONG, 7L),
            TypedValue.ofSerial(Rep.JAVA_SQL_TIMESTAMP, 1_764_400_000_000L),
            TypedValue.ofSerial(Rep.NUMBER, new java.math.BigDecimal("12.5")),
            TypedValue.EXPLICIT_NULL);
    Meta.StatementHandle handle = new Meta.StatementHandle(ID, 1, null);
    return List.of(
        new Service.OpenConnectionRequest("b", Map.of("user", "admin", "x", "y")),
        new Service.ConnectionSyncRequest(
            ID, new ConnectionPropertiesImpl(true, false, 2, "system", "registry")),
        new Service.CreateStatementRequest(ID),
        new Service.PrepareRequest(
            ID, "SELECT name FROM principals WHERE name = ? OR name = ?", -1),
        new Service.PrepareAndExecuteRequest(ID, 0, "SELECT name FROM principals", -1),
        new Service.ExecuteRequest(handle, values.subList(0, 2), 100),
        new Service.ExecuteRequest(handle, values, 100),
        new Service.FetchRequest(ID, 1, 0, 100),
        new Service.SyncResultsRequest(ID, 1, new QueryState("SELECT 1"), 0),
        new Service.ExecuteBatchRequest(ID, 1, List.of(values.subList(0, 2), values)),
        new Service.PrepareAndExecuteBatchRequest(
            ID, 0, List.of("USE SCHEMA system.registry", "SHOW CATALOGS")),
        new Service.DatabasePropertyRequest(ID),
        new Service.CatalogsRequest(ID),
        new Service.SchemasRequest(ID, "system", "%"),
        new Service.TablesRequest(ID, "system", "%", "%", List.of("TABLE", "VIEW")),
        new Service.ColumnsRequest(ID, "system", "%", "principals", "%"),
        new Service.TableTypesRequest(ID),
        new Service.TypeInfoRequest(ID),
        new Service.CommitRequest(ID),
        new Service.RollbackRequest(ID),
        new Service.CloseStatementRequest(ID, 3),
        new Service.CloseConnectionRequest("b"));
  }

  @Test
  void noMutationOfAMessageIsAnInternalError() throws IOException {
    Random random = new Random(SEED);
    List<String> problems = new ArrayList<>();
    for (Service.Request request : requests()) {
      byte[] message = MESSAGES.serializeRequest(request);
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] mutated = mutated(message, random);
        String state = state(mutated);
        if (state == null || state.equals("XX000")) {
          problems.add(
              request.getClass().getSimpleName() + " " + HexFormat.of().formatHex(mutated));
        }
        // A mutated message that is still valid may have closed the connection or left a
        // transaction.
        ask(MESSAGES.serializeRequest(new Service.OpenConnectionRequest(ID, Map.of())));
        ask(
            MESSAGES.serializeRequest(
                new Service.ConnectionSyncRequest(
                    ID, new ConnectionPropertiesImpl(true, false, 2, "system", "registry"))));
      }
    }
    assertThat(problems).isEmpty();
    assertThat(log.list).filteredOn(event -> event.getLevel() == Level.ERROR).isEmpty();
    assertThat(state(MESSAGES.serializeRequest(new Service.CatalogsRequest(ID)))).isEqualTo("none");
  }

  private static byte[] mutated(byte[] message, Random random) {
    byte[] copy = message.clone();
    int place = random.nextInt(copy.length);
    switch (random.nextInt(9)) {
      case 0 -> copy[place] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy = Arrays.copyOf(copy, place);
      case 2 -> copy[place] = (byte) random.nextInt(256);
      case 3 -> {
        for (int i = 0; i < 4; i++) {
          copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
      }
      case 4 -> copy = spliced(copy, place, new byte[0], 1 + random.nextInt(8));
      case 5 -> {
        byte[] piece = Arrays.copyOfRange(copy, place, Math.min(copy.length, place + 20));
        copy = spliced(copy, place, piece, 0);
      }
      // A length or number of -1, of 2^31 and of 2^63.
      case 6 -> copy = spliced(copy, place, bytes("ffffffffffffffffff01"), 1);
      case 7 -> copy = spliced(copy, place, bytes("8080808008"), 1);
      default -> copy = spliced(copy, place, bytes("ffffffffffffffff7f"), 1);
    }
    return copy;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] spliced(byte[] message, int place, byte[] inserted, int removed) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    result.write(message, 0, place);
    result.writeBytes(inserted);
    int rest = Math.min(message.length, place + removed);
    result.write(message, rest, message.length - rest);
    return result.toByteArray();
  }

  /** The envelope of a request, whose fields the test writes. */
  private static byte[] message(String name, java.util.function.Consumer<MessageWriter> fields) {
    MessageWriter writer = new MessageWriter();
    writer.text(1, PACKAGE + name);
    int start = writer.begin(2);
    fields.accept(writer);
    writer.end(start);
    return writer.toBytes();
  }

  @Test
  void missingRequiredFieldsAreReported() throws IOException {
    for (Service.Request request : requests()) {
      String name = request.getClass().getSimpleName();
      assertThat(state(message(name, fields -> {}))).as(name).isEqualTo("08P01");
    }
    assertThat(state(message("NoSuchRequest", fields -> fields.text(1, ID)))).isEqualTo("08P01");
    assertThat(state(new byte[0])).isEqualTo("08P01");
    assertThat(state("GET / HTTP/1.1".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo("08P01");
    assertThat(state(message("OpenConnectionRequest", fields -> fields.text(1, "x".repeat(256)))))
        .isEqualTo("08P01");
  }

  /** Eight MiB of values of two bytes would take some hundred MiB when they are parsed. */
  @Test
  void millionsOfFieldsAreNotParsed() throws IOException {
    byte[] empty = new byte[0];
    int many = 4_000_000;
    for (int field : new int[] {2, 9}) {
      byte[] message =
          message(
              "ExecuteRequest",
              fields -> {
                for (int i = 0; i < many; i++) {
                  fields.bytes(field, empty);
                }
              });
      assertThat(state(message)).isEqualTo("54001");
    }
    byte[] batch =
        message(
            "ExecuteBatchRequest",
            fields -> {
              int update = fields.begin(3);
              for (int i = 0; i < many; i++) {
                fields.bytes(1, empty);
              }
              fields.end(update);
            });
    assertThat(state(batch)).isEqualTo("54001");
    assertThat(state(nameLast(batch))).isEqualTo("54001");
  }

  /** The same envelope with its two fields in the other order, which protobuf permits. */
  private static byte[] nameLast(byte[] message) {
    int name = 2 + message[1];
    byte[] reversed = Arrays.copyOfRange(message, name, message.length + name);
    System.arraycopy(message, 0, reversed, message.length - name, name);
    return reversed;
  }

  @Test
  void theOrderOfFieldsDoesNotMatter() throws IOException {
    byte[] catalogs = MESSAGES.serializeRequest(new Service.CatalogsRequest(ID));
    assertThat(state(nameLast(catalogs))).isEqualTo("none");
    byte[] unnamed = message("CatalogsRequest", fields -> {});
    assertThat(state(nameLast(unnamed))).isEqualTo("08P01");
  }

  /** Of a repeated field, the last value counts. */
  @Test
  void theLastConnectionCounts() throws IOException {
    assertThat(
            state(
                message(
                    "CatalogsRequest",
                    fields -> {
                      fields.text(1, "x".repeat(256));
                      fields.text(1, ID);
                    })))
        .isEqualTo("none");
    assertThat(
            state(
                message(
                    "CatalogsRequest",
                    fields -> {
                      fields.text(1, ID);
                      fields.item(1, "");
                    })))
        .isEqualTo("08P01");
    byte[] first = message("CommitRequest", fields -> fields.text(1, ID));
    byte[] empty = message("CommitRequest", fields -> {});
    byte[] both = Arrays.copyOf(first, first.length + empty.length);
    System.arraycopy(empty, 0, both, first.length, empty.length);
    assertThat(state(both)).isEqualTo("08P01");
  }

  @Test
  void numbersThatCannotBeWrittenOutAreRefused() throws IOException {
    Service.Response created =
        ask(MESSAGES.serializeRequest(new Service.CreateStatementRequest(ID)));
    assertThat(created).isInstanceOf(Service.CreateStatementResponse.class);
    Service.Response prepared =
        ask(
            MESSAGES.serializeRequest(
                new Service.PrepareRequest(ID, "SELECT name FROM principals WHERE name = ?", -1)));
    Meta.StatementHandle handle = ((Service.PrepareResponse) prepared).statement;
    for (String number : new String[] {"1E1000000000", "1E-1000000000"}) {
      TypedValue value = TypedValue.ofSerial(Rep.NUMBER, new java.math.BigDecimal(number));
      byte[] message =
          MESSAGES.serializeRequest(new Service.ExecuteRequest(handle, List.of(value), 10));
      assertThat(state(message)).isEqualTo("22003");
    }
  }
}
