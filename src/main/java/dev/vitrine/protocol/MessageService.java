package dev.vitrine.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service that is reached by protobuf messages. */
public abstract class MessageService implements SqlService {
  /** Sends a request once, and answers its response. */
  protected abstract byte[] exchange(byte[] request);

  @Override
  public final void open(String connection, Map<String, String> who) {
    ResponseMessages.nothing(exchange(RequestMessages.open(connection, who)));
  }

  @Override
  public final void close(String connection) {
    ResponseMessages.nothing(exchange(RequestMessages.close(connection)));
  }

  @Override
  public final SessionProperties sync(String connection, SessionProperties wanted) {
    return ResponseMessages.properties(exchange(RequestMessages.sync(connection, wanted)));
  }

  @Override
  public final void check(String connection) {
    ResponseMessages.nothing(exchange(RequestMessages.check(connection)));
  }

  @Override
  public final void commit(String connection) {
    ResponseMessages.nothing(exchange(RequestMessages.commit(connection)));
  }

  @Override
  public final void rollback(String connection) {
    ResponseMessages.nothing(exchange(RequestMessages.rollback(connection)));
  }

  @Override
  public final int createStatement(String connection) {
    return ResponseMessages.createdStatement(exchange(RequestMessages.createStatement(connection)));
  }

  @Override
  public final void closeStatement(String connection, int statement) {
    ResponseMessages.nothing(exchange(RequestMessages.closeStatement(connection, statement)));
  }

  @Override
  public final PreparedText prepare(String connection, String sql) {
    return ResponseMessages.prepared(exchange(RequestMessages.prepare(connection, sql)));
  }

  @Override
  public final List<Answer> execute(String connection, int statement, String sql, int rows) {
    return ResponseMessages.answers(
        exchange(RequestMessages.execute(connection, statement, sql, rows)));
  }

  @Override
  public final List<Answer> execute(
      String connection, int statement, List<BoundValue> values, int rows) {
    return ResponseMessages.answers(
        exchange(RequestMessages.execute(connection, statement, values, rows)));
  }

  @Override
  public final Frame fetch(String connection, int statement, long offset, int rows) {
    return ResponseMessages.frame(
        exchange(RequestMessages.fetch(connection, statement, offset, rows)));
  }

  @Override
  public final Answer catalogs(String connection) {
    return ResponseMessages.result(exchange(RequestMessages.catalogs(connection)));
  }

  @Override
  public final Answer schemas(
      String connection, Optional<String> catalog, Optional<String> schemaPattern) {
    return ResponseMessages.result(
        exchange(RequestMessages.schemas(connection, catalog, schemaPattern)));
  }

  @Override
  public final Answer tables(
      String connection,
      Optional<String> catalog,
      Optional<String> schemaPattern,
      Optional<String> tablePattern,
      Optional<List<String>> types) {
    return ResponseMessages.result(
        exchange(RequestMessages.tables(connection, catalog, schemaPattern, tablePattern, types)));
  }

  @Override
  public final Answer columns(
      String connection,
      Optional<String> catalog,
      Optional<String> schemaPattern,
      Optional<String> tablePattern,
      Optional<String> columnPattern) {
    return ResponseMessages.result(
        exchange(
            RequestMessages.columns(
                connection, catalog, schemaPattern, tablePattern, columnPattern)));
  }

  @Override
  public final Answer tableTypes(String connection) {
    return ResponseMessages.result(exchange(RequestMessages.tableTypes(connection)));
  }

  @Override
  public final Answer typeInfo(String connection) {
    return ResponseMessages.result(exchange(RequestMessages.typeInfo(connection)));
  }
}
