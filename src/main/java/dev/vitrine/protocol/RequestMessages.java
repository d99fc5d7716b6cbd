package dev.vitrine.protocol;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Requests as protobuf messages. */
public final class RequestMessages {
  private static final String PACKAGE = "org.apache.calcite.avatica.proto.Requests$";

  /** Requests that may change a session. */
  private static final Set<String> CHANGING =
      Stream.of(
              "OpenConnectionRequest",
              "ConnectionSyncRequest",
              "CommitRequest",
              "RollbackRequest",
              "PrepareAndExecuteRequest",
              "ExecuteRequest")
          .map(PACKAGE::concat)
          .collect(Collectors.toUnmodifiableSet());

  private static final String EXECUTE = PACKAGE + "ExecuteRequest";

  /** The field of the connection's ID in messages where it is not the first. */
  private static final Map<String, Integer> CONNECTION_FIELDS =
      Map.of(
          PACKAGE + "SchemasRequest",
          3,
          PACKAGE + "TablesRequest",
          7,
          PACKAGE + "ColumnsRequest",
          5);

  private RequestMessages() {}

  static byte[] open(String connection, Map<String, String> properties) {
    return message(
        "OpenConnectionRequest",
        writer -> {
          writer.text(1, connection);
          properties.forEach(
              (name, value) -> {
                int entry = writer.begin(2);
                writer.text(1, name);
                writer.text(2, value);
                writer.end(entry);
              });
        });
  }

  static byte[] close(String connection) {
    return message("CloseConnectionRequest", connection);
  }

  static byte[] sync(String connection, SessionProperties wanted) {
    return message(
        "ConnectionSyncRequest",
        writer -> {
          writer.text(1, connection);
          int properties = writer.begin(2);
          wanted.autoCommit().ifPresent(value -> writer.flag(2, value));
          wanted.readOnly().ifPresent(value -> writer.flag(3, value));
          wanted.catalog().ifPresent(value -> writer.text(5, value));
          wanted.schema().ifPresent(value -> writer.text(6, value));
          writer.flag(7, wanted.autoCommit().isPresent());
          writer.flag(8, wanted.readOnly().isPresent());
          writer.end(properties);
        });
  }

  static byte[] check(String connection) {
    return message("DatabasePropertyRequest", connection);
  }

  static byte[] commit(String connection) {
    return message("CommitRequest", connection);
  }

  static byte[] rollback(String connection) {
    return message("RollbackRequest", connection);
  }

  static byte[] createStatement(String connection) {
    return message("CreateStatementRequest", connection);
  }

  static byte[] closeStatement(String connection, int statement) {
    return message(
        "CloseStatementRequest",
        writer -> {
          writer.text(1, connection);
          writer.number(2, statement);
        });
  }

  static byte[] prepare(String connection, String sql) {
    return message(
        "PrepareRequest",
        writer -> {
          writer.text(1, connection);
          writer.text(2, sql);
          writer.number(4, -1);
        });
  }

  static byte[] execute(String connection, int statement, String sql, int rows) {
    return message(
        "PrepareAndExecuteRequest",
        writer -> {
          writer.text(1, connection);
          writer.text(2, sql);
          writer.number(4, statement);
          writer.number(5, -1);
          writer.number(6, rows);
        });
  }

  static byte[] execute(String connection, int statement, List<BoundValue> values, int rows) {
    return message(
        "ExecuteRequest",
        writer -> {
          int handle = writer.begin(1);
          writer.text(1, connection);
          writer.number(2, statement);
          writer.end(handle);
          values.forEach(value -> value(writer, value));
          writer.flag(4, true);
          writer.number(5, rows);
        });
  }

  static byte[] fetch(String connection, int statement, long offset, int rows) {
    return message(
        "FetchRequest",
        writer -> {
          writer.text(1, connection);
          writer.number(2, statement);
          writer.number(3, offset);
          writer.number(5, rows);
        });
  }

  static byte[] metadata(String connection, MetadataRequest request) {
    return switch (request.kind()) {
      case CATALOGS -> message("CatalogsRequest", connection);
      case SCHEMAS ->
          message(
              "SchemasRequest",
              writer -> {
                pattern(writer, 1, 4, request.catalog().orElse(null));
                pattern(writer, 2, 5, request.schemaPattern().orElse(null));
                writer.text(3, connection);
              });
      case TABLES ->
          message(
              "TablesRequest",
              writer -> {
                pattern(writer, 1, 8, request.catalog().orElse(null));
                pattern(writer, 2, 9, request.schemaPattern().orElse(null));
                pattern(writer, 3, 10, request.tablePattern().orElse(null));
                request.types().ifPresent(types -> types.forEach(type -> writer.item(4, type)));
                writer.flag(6, request.types().isPresent());
                writer.text(7, connection);
              });
      case COLUMNS ->
          message(
              "ColumnsRequest",
              writer -> {
                pattern(writer, 1, 6, request.catalog().orElse(null));
                pattern(writer, 2, 7, request.schemaPattern().orElse(null));
                pattern(writer, 3, 8, request.tablePattern().orElse(null));
                pattern(writer, 4, 9, request.columnPattern().orElse(null));
                writer.text(5, connection);
              });
      case TABLE_TYPES -> message("TableTypesRequest", connection);
      case TYPE_INFO -> message("TypeInfoRequest", connection);
    };
  }

  /** The connection of a request that may change the session; empty for other requests. */
  public static Optional<String> changing(byte[] request) {
    return CHANGING.contains(name(request)) ? connection(request) : Optional.empty();
  }

  /**
   * The connection of a request; empty if it names none.
   *
   * @throws ServiceException when it is not a message
   */
  public static Optional<String> connection(byte[] request) {
    String name = name(request);
    int connectionField = CONNECTION_FIELDS.getOrDefault(name, 1);
    String connection = "";
    MessageReader reader = new MessageReader(request);
    for (int field = reader.field(); field > 0; field = reader.field()) {
      if (field == 2) {
        int outer = reader.enter();
        connection = connection(reader, connectionField, name.equals(EXECUTE), "");
        reader.leave(outer);
      } else {
        reader.skip();
      }
    }
    return Optional.of(connection).filter(id -> !id.isEmpty());
  }

  /** As any reader of protobuf: of a field that is repeated, the last value counts. */
  private static String connection(
      MessageReader reader, int connectionField, boolean inHandle, String before) {
    String connection = before;
    for (int field = reader.field(); field > 0; field = reader.field()) {
      if (field != connectionField) {
        reader.skip();
      } else if (inHandle) {
        int outer = reader.enter();
        connection = connection(reader, 1, false, connection);
        reader.leave(outer);
      } else {
        connection = reader.text();
      }
    }
    return connection;
  }

  /** The full name of the message class; it can stand before or behind the content. */
  static String name(byte[] request) {
    String name = "";
    MessageReader reader = new MessageReader(request);
    for (int field = reader.field(); field > 0; field = reader.field()) {
      if (field == 1) {
        name = reader.text();
      } else {
        reader.skip();
      }
    }
    return name;
  }

  /** A request whose only field is the connection. */
  private static byte[] message(String name, String connection) {
    return message(name, writer -> writer.text(1, connection));
  }

  private static byte[] message(String name, Consumer<MessageWriter> content) {
    MessageWriter writer = new MessageWriter();
    writer.text(1, PACKAGE + name);
    int wrapped = writer.begin(2);
    content.accept(writer);
    writer.end(wrapped);
    return writer.toBytes();
  }

  private static void pattern(
      MessageWriter writer, int field, int presence, @Nullable String pattern) {
    writer.text(field, pattern == null ? "" : pattern);
    writer.flag(presence, pattern != null);
  }

  private static void value(MessageWriter writer, BoundValue value) {
    int start = writer.begin(2);
    if (value instanceof BoundValue.Varchar text) {
      writer.number(1, Representation.STRING);
      writer.text(3, text.value());
    } else if (value instanceof BoundValue.Bool bool) {
      writer.number(1, Representation.BOOLEAN);
      writer.flag(2, bool.value());
    } else if (value instanceof BoundValue.Bigint bigint) {
      writer.number(1, Representation.LONG);
      writer.zigzag(4, bigint.value());
    } else if (value instanceof BoundValue.FloatingPoint number) {
      writer.number(1, Representation.DOUBLE);
      writer.real(6, number.value());
    } else if (value instanceof BoundValue.Decimal decimal) {
      writer.number(1, Representation.BIG_DECIMAL);
      writer.text(3, decimal.value().toString());
    } else if (value instanceof BoundValue.Date date) {
      writer.number(1, Representation.JAVA_SQL_DATE);
      writer.zigzag(4, date.value().toEpochDay());
    } else if (value instanceof BoundValue.Timestamp timestamp) {
      writer.number(1, Representation.JAVA_SQL_TIMESTAMP);
      writer.zigzag(4, timestamp.value().toInstant(ZoneOffset.UTC).toEpochMilli());
    } else {
      writer.number(1, Representation.OBJECT);
      writer.flag(7, true);
    }
    writer.end(start);
  }
}
