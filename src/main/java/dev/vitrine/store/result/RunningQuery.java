package dev.vitrine.store.result;

import dev.vitrine.catalog.DataType;
import dev.vitrine.store.connection.FetchOverflowException;
import dev.vitrine.store.connection.FetchSize;
import dev.vitrine.store.connection.FetchedBytes;
import dev.vitrine.store.principal.PrincipalDao;
import dev.vitrine.store.result.StoreQuery.Bound;
import dev.vitrine.store.statement.SentStatements;
import dev.vitrine.store.statement.WatchedStatements;
import dev.vitrine.store.vendor.StoreErrors;
import dev.vitrine.store.vendor.Vendor;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query of a user that a connection runs, if it runs one; used by one thread at a time. */
public final class RunningQuery {
  private final Vendor vendor;
  private final SentStatements sent;
  private final WatchedStatements statements;

  /** Runs queries on the connection of {@code statements}. */
  public RunningQuery(Vendor vendor, SentStatements sent, WatchedStatements statements) {
    this.vendor = vendor;
    this.sent = sent;
    this.statements = statements;
  }

  /**
   * Runs a query.
   *
   * @param checksUser whether the same text checks that its user exists, where possible
   * @param size rows per fetch, inside a transaction; null for all rows
   * @param maxRows 0 means no limit
   */
  public StoreRows start(
      StoreQuery query, boolean checksUser, @Nullable FetchSize size, long maxRows) {
    FetchedBytes fetched =
        new FetchedBytes(query.memory(), size != null ? FetchedBytes.MOST : SmallRead.MOST_BYTES);
    boolean together = checksUser && vendor.runsSeveralStatements();
    List<Bound> values = new ArrayList<>();
    if (together) {
      values.add(new Bound(DataType.BIGINT, query.userId()));
    }
    values.addAll(query.values());
    String text = together ? PrincipalDao.USER_EXISTS + "; " + query.sql() : query.sql();
    try {
      PreparedStatement started = statements.prepare(text, query.memory());
      try {
        started.setFetchSize(size == null ? 0 : size.rows());
        // Not setLargeMaxRows, which pgjdbc does not implement; a larger limit means no limit.
        started.setMaxRows(maxRows > Integer.MAX_VALUE ? 0 : (int) maxRows);
        for (int i = 0; i < values.size(); i++) {
          bind(started, i + 1, values.get(i));
        }
        sent.sent(text);
        fetched.reading(
            () -> {
              statements.execute(started, query.memory());
              return true;
            });
        if (together) {
          requireRow(started.getResultSet());
          started.getMoreResults();
        }
        return new StoreRows(
            started, started.getResultSet(), query.columns(), fetched, size, statements);
      } catch (SQLException | RuntimeException | VirtualMachineError exception) {
        fetched.forget();
        started.close();
        throw exception;
      }
    } catch (FetchOverflowException overflow) {
      if (size == null) {
        throw overflow;
      }
      throw overflow.error(size.rows());
    } catch (SQLException | RuntimeException | VirtualMachineError exception) {
      throw StoreErrors.translate(exception);
    }
  }

  private static void requireRow(ResultSet user) throws SQLException {
    if (!user.next()) {
      throw StoreErrors.userDropped();
    }
  }

  private static void bind(PreparedStatement statement, int index, Bound bound)
      throws SQLException {
    Object value = bound.value();
    if (value == null) {
      statement.setNull(index, jdbcType(bound.type()));
    } else if (value instanceof BigDecimal decimal) {
      statement.setBigDecimal(index, decimal);
    } else {
      statement.setObject(index, value);
    }
  }

  private static int jdbcType(DataType type) {
    return switch (type) {
      case VARCHAR -> Types.VARCHAR;
      case INTEGER -> Types.INTEGER;
      case BIGINT -> Types.BIGINT;
      case DECIMAL -> Types.NUMERIC;
      case DOUBLE -> Types.DOUBLE;
      case BOOLEAN -> Types.BOOLEAN;
      case DATE -> Types.DATE;
      case TIME -> Types.TIME;
      case TIMESTAMP, INSTANT -> Types.TIMESTAMP;
    };
  }
}
