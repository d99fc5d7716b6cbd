package dev.vitrine.wire;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.protocol.RequestShape;
import dev.vitrine.protocol.ServiceException;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.avatica.remote.Service.CatalogsRequest;
import org.apache.calcite.avatica.remote.Service.CloseConnectionRequest;
import org.apache.calcite.avatica.remote.Service.CloseStatementRequest;
import org.apache.calcite.avatica.remote.Service.ColumnsRequest;
import org.apache.calcite.avatica.remote.Service.CommitRequest;
import org.apache.calcite.avatica.remote.Service.ConnectionSyncRequest;
import org.apache.calcite.avatica.remote.Service.CreateStatementRequest;
import org.apache.calcite.avatica.remote.Service.DatabasePropertyRequest;
import org.apache.calcite.avatica.remote.Service.ExecuteBatchRequest;
import org.apache.calcite.avatica.remote.Service.ExecuteRequest;
import org.apache.calcite.avatica.remote.Service.FetchRequest;
import org.apache.calcite.avatica.remote.Service.OpenConnectionRequest;
import org.apache.calcite.avatica.remote.Service.PrepareAndExecuteBatchRequest;
import org.apache.calcite.avatica.remote.Service.PrepareAndExecuteRequest;
import org.apache.calcite.avatica.remote.Service.PrepareRequest;
import org.apache.calcite.avatica.remote.Service.Request;
import org.apache.calcite.avatica.remote.Service.RollbackRequest;
import org.apache.calcite.avatica.remote.Service.SchemasRequest;
import org.apache.calcite.avatica.remote.Service.SyncResultsRequest;
import org.apache.calcite.avatica.remote.Service.TableTypesRequest;
import org.apache.calcite.avatica.remote.Service.TablesRequest;
import org.apache.calcite.avatica.remote.Service.TypeInfoRequest;

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
   * @throws VitrineException PROTOCOL_VIOLATION when it is malformed, STATEMENT_TOO_COMPLEX when it
   *     has too many fields
   */
  static void check(byte[] message) {
    boolean within;
    try {
      within = RequestShape.isWithin(message, MOST_FIELDS);
    } catch (ServiceException garbled) {
      throw violation("The request body is not a valid Avatica protobuf message.")
          .withCause(garbled);
    }
    if (!within) {
      throw new VitrineException(
              ErrorCode.STATEMENT_TOO_COMPLEX,
              "The request has too many values; the limit is " + MOST_FIELDS + " fields.")
          .withHint("Send smaller batches.");
    }
  }

  /**
   * Checks a parsed message.
   *
   * @throws VitrineException PROTOCOL_VIOLATION when a field is missing
   */
  static void check(Request request) {
    String id = connection(request);
    if (id == null || id.isEmpty() || id.length() > LONGEST_ID) {
      throw violation("A connection id has 1 to " + LONGEST_ID + " characters.");
    }
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

  private static void require(Object field) {
    boolean missing =
        field == null || (field instanceof List<?> list && list.stream().anyMatch(Objects::isNull));
    if (missing) {
      throw violation("A field of the request is missing.");
    }
  }

  /** The connection's id; null if there is none. */
  private static String connection(Request request) {
    if (request instanceof ExecuteRequest execute) {
      return execute.statementHandle == null ? null : execute.statementHandle.connectionId;
    }
    if (request instanceof PrepareAndExecuteRequest execute) {
      return execute.connectionId;
    }
    if (request instanceof FetchRequest fetch) {
      return fetch.connectionId;
    }
    if (request instanceof PrepareRequest prepare) {
      return prepare.connectionId;
    }
    if (request instanceof OpenConnectionRequest open) {
      return open.connectionId;
    }
    if (request instanceof CloseConnectionRequest close) {
      return close.connectionId;
    }
    if (request instanceof ConnectionSyncRequest sync) {
      return sync.connectionId;
    }
    if (request instanceof CommitRequest commit) {
      return commit.connectionId;
    }
    if (request instanceof RollbackRequest rollback) {
      return rollback.connectionId;
    }
    if (request instanceof CreateStatementRequest create) {
      return create.connectionId;
    }
    if (request instanceof CloseStatementRequest close) {
      return close.connectionId;
    }
    return rarer(request);
  }

  private static String rarer(Request request) {
    if (request instanceof SyncResultsRequest sync) {
      return sync.connectionId;
    }
    if (request instanceof ExecuteBatchRequest batch) {
      return batch.connectionId;
    }
    if (request instanceof PrepareAndExecuteBatchRequest batch) {
      return batch.connectionId;
    }
    if (request instanceof DatabasePropertyRequest check) {
      return check.connectionId;
    }
    if (request instanceof CatalogsRequest catalogs) {
      return catalogs.connectionId;
    }
    if (request instanceof SchemasRequest schemas) {
      return schemas.connectionId;
    }
    if (request instanceof TablesRequest tables) {
      return tables.connectionId;
    }
    if (request instanceof ColumnsRequest columns) {
      return columns.connectionId;
    }
    if (request instanceof TableTypesRequest types) {
      return types.connectionId;
    }
    return request instanceof TypeInfoRequest types ? types.connectionId : null;
  }

  static VitrineException violation(String problem) {
    return new VitrineException(ErrorCode.PROTOCOL_VIOLATION, problem)
        .withHint("Use Vitrine's driver, or Avatica's driver with serialization=protobuf.");
  }
}
