package dev.vitrine.jdbc;

import dev.vitrine.jdbc.transport.SqlErrors;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.sql.Struct;

/** Unsupported features of a connection, refused as JDBC specifies. */
abstract class PlainConnection implements Connection {
  abstract void checkOpen() throws SQLException;

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    throw noCalls();
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    throw noCalls();
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int wanted)
      throws SQLException {
    throw noCalls();
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    throw noSavepoints();
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    throw noSavepoints();
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    throw noSavepoints();
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    throw noSavepoints();
  }

  @Override
  public Blob createBlob() throws SQLException {
    checkOpen();
    throw SqlErrors.unsupported("BLOB");
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    checkOpen();
    throw SqlErrors.unsupported("SQLXML");
  }

  @Override
  public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
    checkOpen();
    throw SqlErrors.unsupported("ARRAY");
  }

  @Override
  public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    checkOpen();
    throw SqlErrors.unsupported("STRUCT");
  }

  @Override
  public void setShardingKey(ShardingKey key) throws SQLException {
    throw noSharding();
  }

  @Override
  public void setShardingKey(ShardingKey key, ShardingKey superKey) throws SQLException {
    throw noSharding();
  }

  @Override
  public boolean setShardingKeyIfValid(ShardingKey key, int timeout) throws SQLException {
    throw noSharding();
  }

  @Override
  public boolean setShardingKeyIfValid(ShardingKey key, ShardingKey superKey, int timeout)
      throws SQLException {
    throw noSharding();
  }

  private SQLException noSharding() throws SQLException {
    checkOpen();
    return SqlErrors.unsupported("Sharding");
  }

  private SQLException noCalls() throws SQLException {
    checkOpen();
    return SqlErrors.unsupported("CALL");
  }

  private SQLException noSavepoints() throws SQLException {
    checkOpen();
    return SqlErrors.unsupported("Savepoints");
  }
}
