package dev.vitrine.wire.avatica;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.protocol.RequestMessages;
import dev.vitrine.protocol.RequestShape;
import dev.vitrine.protocol.ServiceException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.avatica.remote.Service.ConnectionSyncRequest;
import org.apache.calcite.avatica.remote.Service.ExecuteBatchRequest;
import org.apache.calcite.avatica.remote.Service.ExecuteRequest;
import org.apache.calcite.avatica.remote.Service.PrepareAndExecuteBatchRequest;
import org.apache.calcite.avatica.remote.Service.Request;
import org.jspecify.annotations.Nullable;

/** Validation of requests; protobuf itself requires no field. */
final class RequestRules {
  /** Fields of one message: values of parameters, texts of a batch, properties. */
  static final int MOST_FIELDS = 100_000;

  /** Characters; clients choose the id of their connection. */
  private static final int LONGEST_ID = 255;

  private RequestRules() {}

  /**
   * Checks a message before it is parsed.
   *
   * @throws VitrineException PROTOCOL_VIOLATION when it is malformed or names no connection,
   *     STATEMENT_TOO_COMPLEX when it has too many fields
   */
  static void check(byte[] message) {
    boolean within;
    Optional<String> connection;
    try {
      within = RequestShape.isWithin(message, MOST_FIELDS);
      connection = RequestMessages.connection(message);
    } catch (ServiceException malformed) {
      throw violation("The request body is not a valid Avatica protobuf message.")
          .withCause(malformed);
    }
    if (!within) {
      throw new VitrineException(
              ErrorCode.STATEMENT_TOO_COMPLEX,
              "The request has too many values; the limit is " + MOST_FIELDS + " fields.")
          .withHint("Send smaller batches.");
    }
    if (connection.isEmpty() || connection.get().length() > LONGEST_ID) {
      throw violation("A connection id has 1 to " + LONGEST_ID + " characters.");
    }
  }

  /**
   * Checks a parsed message.
   *
   * @throws VitrineException PROTOCOL_VIOLATION when a field is missing
   */
  static void check(Request request) {
    if (request instanceof ExecuteRequest execute) {
      require(execute.parameterValues);
    } else if (request instanceof ExecuteBatchRequest batch) {
      require(batch.parameterValues);
      batch.parameterValues.forEach(RequestRules::require);
    } else if (request instanceof PrepareAndExecuteBatchRequest batch) {
      require(batch.sqlCommands);
    } else if (request instanceof ConnectionSyncRequest sync) {
      require(sync.connProps);
    }
  }

  private static void require(@Nullable Object field) {
    boolean missing =
        field == null || (field instanceof List<?> list && list.stream().anyMatch(Objects::isNull));
    if (missing) {
      throw violation("A field of the request is missing.");
    }
  }

  static VitrineException violation(String problem) {
    return new VitrineException(ErrorCode.PROTOCOL_VIOLATION, problem)
        .withHint("Use Vitrine's driver, or Avatica's driver with serialization=protobuf.");
  }
}
