package dev.vitrine.wire;

import dev.vitrine.error.VitrineException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.avatica.AvaticaClientRuntimeException;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.NoSuchConnectionException;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.apache.calcite.avatica.remote.LocalService;

/**
 * The service in the client's own process. LocalService lets the server's exception out, whose
 * message is null; a client expects the one it would have made from a response.
 */
final class InProcessService extends LocalService {
  InProcessService(VitrineMeta meta) {
    super(meta);
  }

  static RuntimeException translate(RuntimeException failure) {
    if (failure instanceof AvaticaRuntimeException known) {
      return clientSide(known.getErrorMessage(), known.getErrorCode(), known.getSqlState());
    }
    if (failure instanceof NoSuchConnectionException) {
      VitrineException closed = WireErrors.noConnection();
      return clientSide(closed.getMessage(), closed.code().vendorCode(), closed.code().sqlState());
    }
    return failure;
  }

  private static RuntimeException clientSide(String message, int code, String sqlState) {
    return new AvaticaClientRuntimeException(
        message, code, sqlState, AvaticaSeverity.ERROR, List.of(), null);
  }

  private static <T> T call(Supplier<T> request) {
    try {
      return request.get();
    } catch (RuntimeException e) {
      throw translate(e);
    }
  }

  @Override
  public ResultSetResponse apply(CatalogsRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public ResultSetResponse apply(SchemasRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public ResultSetResponse apply(TablesRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public ResultSetResponse apply(TableTypesRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public ResultSetResponse apply(TypeInfoRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public ResultSetResponse apply(ColumnsRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public PrepareResponse apply(PrepareRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public ExecuteResponse apply(PrepareAndExecuteRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public FetchResponse apply(FetchRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public ExecuteResponse apply(ExecuteRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public CreateStatementResponse apply(CreateStatementRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public CloseStatementResponse apply(CloseStatementRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public OpenConnectionResponse apply(OpenConnectionRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public CloseConnectionResponse apply(CloseConnectionRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public ConnectionSyncResponse apply(ConnectionSyncRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public DatabasePropertyResponse apply(DatabasePropertyRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public SyncResultsResponse apply(SyncResultsRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public CommitResponse apply(CommitRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public RollbackResponse apply(RollbackRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public ExecuteBatchResponse apply(PrepareAndExecuteBatchRequest request) {
    return call(() -> super.apply(request));
  }

  @Override
  public ExecuteBatchResponse apply(ExecuteBatchRequest request) {
    return call(() -> super.apply(request));
  }
}
