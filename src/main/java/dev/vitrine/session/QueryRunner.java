package dev.vitrine.session;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.PlannedQuery;
import dev.vitrine.query.QueryPlanner;
import dev.vitrine.store.PlanCacheFigure;
import dev.vitrine.store.PrincipalRow;
import dev.vitrine.store.SecuredRelations.ModelName;
import dev.vitrine.store.SecuredRelations.Name;
import dev.vitrine.store.SecuredRelations.Parameter;
import dev.vitrine.store.SecuredRelations.Secured;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreRows;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.StoreTransaction.Bound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs planned queries: the security text in front, the values behind, rows as they are read. */
final class QueryRunner implements AutoCloseable {
  static final List<Column> EXPLAIN_COLUMNS =
      List.of(Column.varchar("plan", 1_000_000, false, "One line of the plan"));

  /** So many rows are read at once inside a transaction, so that they outlive its end. */
  private static final int EAGER_ROWS = 10_000;

  private final Store store;
  private final QueryPlanner planner;
  private final SessionTransaction transaction;
  private final PrincipalRow user;
  private volatile StoreTransaction running;

  QueryRunner(
      Store store, QueryPlanner planner, SessionTransaction transaction, PrincipalRow user) {
    this.store = store;
    this.planner = planner;
    this.transaction = transaction;
    this.user = user;
  }

  /**
   * @param models the names of the models that the query is about
   * @param bound the values of its bindings
   */
  Rows run(PlannedQuery query, List<Bound> models, List<Bound> bound, Limits limits) {
    Secured secured =
        store
            .securedRelations()
            .secure(
                query.relations(), query.models().relations(), models.size(), query.leakproof());
    List<Bound> values = new ArrayList<>();
    if (secured.bindsCaller()) {
      values.add(new Bound(DataType.BIGINT, user.id()));
    }
    values.addAll(bound(secured.parameters(), models));
    values.addAll(bound);
    String sql = secured.with() + query.body();
    return transaction.active()
        ? inTransaction(sql, values, query, limits)
        : byItself(sql, values, query, limits);
  }

  private List<Bound> bound(List<Parameter> parameters, List<Bound> models) {
    List<Bound> values = new ArrayList<>();
    Optional<PlanCacheRow> plans = Optional.empty();
    for (Parameter parameter : parameters) {
      if (parameter instanceof Name name) {
        values.add(new Bound(DataType.VARCHAR, name.value()));
      } else if (parameter instanceof ModelName model) {
        values.add(models.get(model.index()));
      } else if (parameter instanceof PlanCacheFigure figure) {
        plans = plans.or(() -> Optional.of(new PlanCacheRow(planner.statistics())));
        values.add(new Bound(DataType.BIGINT, plans.get().figure(figure)));
      }
    }
    return values;
  }

  /** The plan; of what may be queried a plan tells nothing, but there must be a user to tell. */
  Rows explain(PlannedQuery query) {
    if (transaction.active()) {
      transaction.current().call(work -> work.principals().user(user.id()));
    } else {
      try (StoreTransaction work = store.begin()) {
        work.call(reading -> reading.principals().user(user.id()));
      }
    }
    return new MemoryRows(
        EXPLAIN_COLUMNS, query.explanation().lines().map(line -> new Object[] {line}).toList());
  }

  private Rows byItself(String sql, List<Bound> values, PlannedQuery query, Limits limits) {
    StoreTransaction work = store.begin();
    running = work;
    try {
      StoreRows rows =
          work.query(
              user.id(), sql, values, query.columns(), limits.maxRows(), seconds(limits.timeout()));
      return new CursorRows(query.columns(), List.of(), rows, work::close);
    } catch (RuntimeException exception) {
      work.close();
      throw exception;
    }
  }

  private Rows inTransaction(String sql, List<Bound> values, PlannedQuery query, Limits limits) {
    StoreTransaction work = transaction.current();
    running = work;
    work.beginStatement();
    try {
      StoreRows rows =
          work.query(
              user.id(), sql, values, query.columns(), limits.maxRows(), seconds(limits.timeout()));
      List<Object[]> first = new ArrayList<>();
      while (first.size() < EAGER_ROWS) {
        Optional<Object[]> row = rows.next();
        if (row.isEmpty()) {
          rows.close();
          work.endStatement();
          return new MemoryRows(query.columns(), first);
        }
        first.add(row.get());
      }
      CursorRows cursor = new CursorRows(query.columns(), first, rows, () -> {});
      transaction.beforeEnd(cursor::close);
      return cursor;
    } catch (RuntimeException exception) {
      work.undoStatement();
      throw exception;
    }
  }

  void cancel() {
    StoreTransaction work = running;
    if (work != null) {
      work.cancel();
    }
  }

  /** Whole seconds, rounded up, since a timeout of less than one must not become none. */
  static int seconds(Duration timeout) {
    long seconds = timeout.plusMillis(999).toSeconds();
    if (seconds > Integer.MAX_VALUE) {
      throw new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, "The timeout is too long.");
    }
    return (int) seconds;
  }

  @Override
  public void close() {
    running = null;
  }
}
