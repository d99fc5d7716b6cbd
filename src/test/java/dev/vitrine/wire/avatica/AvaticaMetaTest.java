package dev.vitrine.wire.avatica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.TestStore;
import dev.vitrine.catalog.Claims;
import dev.vitrine.session.Engine;
import dev.vitrine.session.RemoteUser;
import dev.vitrine.store.principal.LoginCredentials;
import dev.vitrine.wire.ConnectionLimits;
import dev.vitrine.wire.RequestContext;
import dev.vitrine.wire.ServedConnections;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.apache.calcite.avatica.remote.LocalProtobufService;
import org.apache.calcite.avatica.remote.LocalService;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;
import org.apache.calcite.avatica.remote.TypedValue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service as a client of Avatica's own sees it, every message serialised on its way. */
final class AvaticaMetaTest {
  private static final String ID = "connection";
  private static final RemoteUser ADMIN =
      new RemoteUser(
          1_000,
          "admin",
          Claims.NONE,
          LoginCredentials.of(LoginCredentials.Kind.PASSWORD, 0),
          "192.0.2.7");

  private final Engine engine = Engine.open(TestStore.H2.newUrl());
  private final ServedConnections connections;
  private final RequestContext request = RequestContext.ofServer();
  private final AvaticaMeta meta;
  private final Service service;

  AvaticaMetaTest() {
    engine.connect("admin").close();
    connections = new ServedConnections(engine, ConnectionLimits.DEFAULT);
    meta = new AvaticaMeta(connections.service(ADMIN, request));
    service = new LocalProtobufService(new LocalService(meta), new ProtobufTranslationImpl());
  }

  @BeforeEach
  void open() {
    service.apply(new Service.OpenConnectionRequest(ID, Map.of("user", "admin", "factory", "x")));
  }

  @AfterEach
  void close() {
    service.apply(new Service.CloseConnectionRequest(ID));
    request.close();
    connections.close();
    engine.close();
  }

  private int statement() {
    return service.apply(new Service.CreateStatementRequest(ID)).statementId;
  }

  private List<Service.ResultSetResponse> execute(int statement, String sql) {
    return service.apply(new Service.PrepareAndExecuteRequest(ID, statement, sql, -1)).results;
  }

  private static List<Object> rows(Meta.Frame frame) {
    List<Object> rows = new ArrayList<>();
    frame.rows.forEach(rows::add);
    return rows;
  }

  private static AvaticaRuntimeException failure(ThrowingCallable call) {
    AvaticaRuntimeException failure = catchThrowableOfType(AvaticaRuntimeException.class, call);
    assertThat(failure).isNotNull();
    assertThat(failure.getStackTrace()).isEmpty();
    assertThat(failure.getCause()).isNull();
    return failure;
  }

  @Test
  void valuesOfEveryTypeSurviveTheWire() {
    Service.ResultSetResponse result =
        execute(
                statement(),
                "SELECT 'text', 1, 5000000000, 1.25, CAST(1.5 AS DOUBLE), TRUE,"
                    + " DATE '1970-01-02', TIMESTAMP '1970-01-01 00:00:01.5', run_id"
                    + " FROM (VALUES 1) AS t (x) LEFT JOIN versions ON version = x")
            .get(0);
    assertThat(rows(result.firstFrame).toString())
        .isEqualTo("[[text, 1, 5000000000, 1.25, 1.5, true, 1, 1500, null]]");
    assertThat(result.signature.columns.get(7).type.name).isEqualTo("TIMESTAMP");
    assertThat(result.signature.columns.get(7).precision).isEqualTo(3);
  }

  @Test
  void generatedKeysFollowTheirCount() {
    int statement = statement();
    execute(statement, "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    List<Service.ResultSetResponse> results =
        execute(statement, "ALTER MODEL c.s.m ADD VERSION FROM 's3://b/1'");
    assertThat(results.get(0).updateCount).isEqualTo(1);
    assertThat(results.get(1).signature.columns.get(0).label).isEqualTo("version");
    assertThat(rows(results.get(1).firstFrame).toString()).isEqualTo("[[1]]");
  }

  @Test
  void fetchRefusesAnotherPlace() {
    int statement = statement();
    execute(statement, "SELECT 1");
    AvaticaRuntimeException failure =
        failure(() -> meta.fetch(new Meta.StatementHandle(ID, statement, null), 7, 10));
    assertThat(failure.getSqlState()).isEqualTo("24000");
  }

  @Test
  void lostResultsAreNeverRunAgain() {
    AvaticaRuntimeException failure =
        failure(
            () ->
                meta.syncResults(
                    new Meta.StatementHandle(ID, statement(), null),
                    new QueryState("SELECT 1"),
                    5));
    assertThat(failure.getSqlState()).isEqualTo("24000");
  }

  @Test
  void closedConnectionsAndStatementsAreReported() {
    AvaticaRuntimeException failure =
        failure(() -> meta.createStatement(new Meta.ConnectionHandle("none")));
    assertThat(failure.getSqlState()).isEqualTo("08003");
    assertThat(failure.getErrorCode()).isEqualTo(1405);
    assertThat(failure.getErrorMessage()).contains("Open a new one");
    int closed = statement();
    service.apply(new Service.CloseStatementRequest(ID, closed));
    Meta.StatementHandle handle = new Meta.StatementHandle(ID, closed, null);
    assertThat(
            catchThrowableOfType(
                NoSuchStatementException.class,
                () -> meta.prepareAndExecute(handle, "SELECT 1", -1, -1, null)))
        .isNotNull();
    assertThat(
            catchThrowableOfType(
                NoSuchStatementException.class, () -> meta.execute(handle, List.of(), 0)))
        .isNotNull();
    assertThat(catchThrowableOfType(NoSuchStatementException.class, () -> meta.fetch(handle, 0, 1)))
        .isNotNull();
  }

  /** The limit of the statements of a connection would be reached. */
  @Test
  void metadataIsClosedWithItsRows() {
    Service.ResultSetResponse catalogs = service.apply(new Service.CatalogsRequest(ID));
    assertThat(catalogs.ownStatement).isTrue();
    assertThat(service.apply(new Service.TypeInfoRequest(ID)).ownStatement).isTrue();
    assertThat(execute(statement(), "SELECT 1").get(0).ownStatement).isFalse();
  }

  @Test
  void metadataThatFailsLeavesNoStatementOpen() {
    for (int i = 0; i <= ConnectionLimits.DEFAULT.statements(); i++) {
      AvaticaRuntimeException failure =
          failure(() -> service.apply(new Service.SchemasRequest(ID, null, "\u0000")));
      assertThat(failure.getErrorMessage()).contains("invalid character");
    }
  }

  @Test
  void errorsCarryStateAndCode() {
    AvaticaRuntimeException failure = failure(() -> execute(statement(), "SELECT * FROM nowhere"));
    assertThat(failure.getSqlState()).isEqualTo("42P01");
    assertThat(failure.getErrorCode()).isEqualTo(1301);
    assertThat(failure.getErrorMessage()).contains("nowhere");
  }

  @Test
  void propertiesBelongToTheirConnection() {
    service.apply(new Service.OpenConnectionRequest("other", Map.of("user", "admin")));
    service.apply(
        new Service.ConnectionSyncRequest(
            ID, new ConnectionPropertiesImpl().setAutoCommit(false).setReadOnly(true)));
    Meta.ConnectionProperties other =
        service.apply(new Service.ConnectionSyncRequest("other", new ConnectionPropertiesImpl()))
            .connProps;
    assertThat(other.isAutoCommit()).isTrue();
    assertThat(other.isReadOnly()).isFalse();
    assertThat(other.getCatalog()).isEqualTo("system");
    service.apply(new Service.CloseConnectionRequest("other"));
  }

  @Test
  void batchesReturnTheirUpdateCounts() {
    int statement = statement();
    Service.ExecuteBatchResponse response =
        service.apply(
            new Service.PrepareAndExecuteBatchRequest(
                ID, statement, List.of("CREATE CATALOG b", "CREATE SCHEMA b.s")));
    assertThat(response.updateCounts).containsExactly(1, 1);
  }

  @Test
  void parametersConvertToTheirDeclaredTypes() {
    Service.PrepareResponse prepared =
        service.apply(
            new Service.PrepareRequest(ID, "SELECT 'x' FROM versions WHERE version = ?", -1));
    assertThat(prepared.statement.signature.parameters.get(0).typeName).isEqualTo("BIGINT");
    Service.ExecuteResponse response =
        service.apply(
            new Service.ExecuteRequest(
                prepared.statement, List.of(TypedValue.ofSerial(Rep.STRING, "1")), 0));
    assertThat(rows(response.results.get(0).firstFrame)).isEmpty();
  }

  @Test
  void metadataRequestsReturnResults() {
    assertThat(rows(service.apply(new Service.CatalogsRequest(ID)).firstFrame).toString())
        .contains("system");
    assertThat(
            rows(service.apply(new Service.SchemasRequest(ID, "system", "reg%")).firstFrame)
                .toString())
        .isEqualTo("[[registry, system]]");
    assertThat(
            rows(service.apply(
                        new Service.TablesRequest(
                            ID, "system", "registry", "model_", List.of("TABLE", "VIEW")))
                    .firstFrame)
                .toString())
        .contains("models");
    assertThat(rows(service.apply(new Service.TypeInfoRequest(ID)).firstFrame)).hasSize(9);
  }
}
