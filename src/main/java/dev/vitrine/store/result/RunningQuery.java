package dev.vitrine.store.result;

import dev.vitrine.catalog.DataType;
import dev.vitrine.store.connection.FetchOverflowException;
import dev.vitrine.store.connection.FetchSize;
import dev.vitrine.store.connection.FetchedBytes;
import dev.vitrine.store.h2.H2KeptQueries;
import dev.vitrine.store.h2.H2KeptQueries.Kept;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The query of a user that a connection runs, if it runs one; used by one thread at a time. */
public final class RunningQuery {
  private final Vendor vendor;
  private final SentStatements sent;
  private final WatchedStatements statements;
  private final @Nullable H2KeptQueries kept;

  /**
   * Runs queries on the connection of {@code statements}.
   *
   * @param kept queries that stay prepared; null inside of transactions of clients, and unless the
   *     database is H2
   */
  public RunningQuery(
      Vendor vendor,
      SentStatements sent,
      WatchedStatements statements,
      @Nullable H2KeptQueries kept) {
    this.vendor = vendor;
    this.sent = sent;
    this.statements = statements;
    this.kept = kept;
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
      Optional<Kept> again =
          kept == null
              ? Optional.empty()
              : statements.kept(kept, text, query.fixedValues(), query.memory());
      PreparedStatement started =
          again.isPresent() ? again.get().statement() : statements.prepare(text, query.memory());
      try {
        // H2 refuses a fetch size above the maximum of rows, here that of an earlier use.
        started.setMaxRows(0);
        started.setFetchSize(size == null ? 0 : size.rows());
        // Not setLargeMaxRows, which pgjdbc does not implement; a larger limit means no limit.
        started.setMaxRows(maxRows > Integer.MAX_VALUE ? 0 : (int) maxRows);
        for (int i = 0; i < values.size(); i++) {
          bind(started, i + 1, values.get(i));
        }
        sent.sent(text);
        long start = again.isPresent() ? H2KeptQueries.cpuTime() : 0;
        fetched.reading(
            () -> {
              statements.execute(started, query.memory());
              return true;
            });
        long execution = again.isPresent() ? H2KeptQueries.cpuTime() - start : 0;
        if (together) {
          requireRow(started.getResultSet());
          started.getMoreResults();
        }
        ResultSet rows = started.getResultSet();
        return new StoreRows(
            started,
            rows,
            query.columns(),
            fetched,
            size,
            statements,
            () -> end(started, rows, again.orElse(null), execution));
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

  private static void end(
      PreparedStatement statement, ResultSet rows, @Nullable Kept kept, long execution)
      throws SQLException {
    if (kept != null) {
      rows.close();
      kept.giveBack(execution);
    } else {
      statement.close();
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
