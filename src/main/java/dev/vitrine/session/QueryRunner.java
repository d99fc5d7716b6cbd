package dev.vitrine.session;

import dev.vitrine.catalog.Claims;
import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.catalog.Relation;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.memory.RowSize;
import dev.vitrine.query.QueryPlanner;
import dev.vitrine.query.plan.PlannedQuery;
import dev.vitrine.query.plan.PlannedQuery.PointsInTime;
import dev.vitrine.session.call.Activity;
import dev.vitrine.session.call.CurrentCall;
import dev.vitrine.session.call.CursorRows;
import dev.vitrine.session.call.IdleTransactions;
import dev.vitrine.session.call.Limits;
import dev.vitrine.session.call.MemoryRows;
import dev.vitrine.session.call.Rows;
import dev.vitrine.session.call.SessionTransaction;
import dev.vitrine.session.provider.SharedCatalogs;
import dev.vitrine.session.query.LargeResults;
import dev.vitrine.session.query.PlanCacheRow;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.UserStore;
import dev.vitrine.store.principal.PrincipalRow;
import dev.vitrine.store.relation.LiveSessions;
import dev.vitrine.store.relation.PlanCacheFigure;
import dev.vitrine.store.relation.SecuredRelations;
import dev.vitrine.store.relation.SecuredRelations.CallerId;
import dev.vitrine.store.relation.SecuredRelations.ClaimedAdminGroup;
import dev.vitrine.store.relation.SecuredRelations.ClaimedGroup;
import dev.vitrine.store.relation.SecuredRelations.ModelName;
import dev.vitrine.store.relation.SecuredRelations.Name;
import dev.vitrine.store.relation.SecuredRelations.Parameter;
import dev.vitrine.store.relation.SecuredRelations.PointInTime;
import dev.vitrine.store.relation.SecuredRelations.Secured;
import dev.vitrine.store.result.HistoryBounds;
import dev.vitrine.store.result.SmallRead;
import dev.vitrine.store.result.StoreQuery;
import dev.vitrine.store.result.StoreQuery.Bound;
import dev.vitrine.store.result.StoreRows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs planned queries: the security text in front, the values behind, rows as they are read. */
final class QueryRunner {
  static final List<Column> EXPLAIN_COLUMNS =
      List.of(Column.varchar("plan", 1_000_000, false, "One line of the plan"));

  /** Rows that are read at once inside a transaction, if they fit, so that they outlive its end. */
  private static final int EAGER_ROWS = 10_000;

  /** Bytes of these rows. */
  private static final long EAGER_BYTES = 4L << 20;

  private final UserStore store;
  private final QueryPlanner planner;
  private final LargeResults large;
  private final SessionRegister sessions;
  private final SessionActivity activity;
  private final SharedCatalogs shares;
  private final SessionTransaction transaction;
  private final Optional<IdleTransactions> limit;
  private final CurrentCall calls;
  private final PrincipalRow user;
  private final Claims claims;
  private final MemoryAccount memory;

  QueryRunner(
      Engine engine,
      UserStore store,
      SessionTransaction transaction,
      @Nullable IdleTransactions limit,
      CurrentCall calls,
      SessionActivity activity,
      PrincipalRow user,
      Claims claims,
      MemoryAccount memory) {
    this.activity = activity;
    this.store = store;
    this.planner = engine.planner();
    this.large = engine.largeAnswers();
    this.sessions = engine.sessionRegister();
    this.shares = engine.sharedCatalogs();
    this.transaction = transaction;
    this.limit = Optional.ofNullable(limit);
    this.calls = calls;
    this.user = user;
    this.claims = claims;
    this.memory = memory;
  }

  /**
   * Evaluates the points in time of a query. Points that are parameters need no round trip outside
   * of transactions, if the bounds of the history were read lately.
   *
   * @param times of the query
   * @param bound the values of the bindings of their query
   * @throws dev.vitrine.error.VitrineException HISTORY_NOT_AVAILABLE for a time before the recorded
   *     history, INVALID_PARAMETER_VALUE for NULL and for a time in the future
   */
  List<Bound> points(PointsInTime times, List<Bound> bound) {
    HistoryBounds history = store.historyBounds();
    if (times.areParameters() && !transaction.active()) {
      Optional<List<Bound>> known = history.known(bound);
      if (known.isPresent()) {
        return known.get();
      }
    }
    long generation = history.generation();
    PlannedQuery query = times.query();
    StoreQuery ready =
        new StoreQuery(
            user.id(),
            history.withBounds(query.body()),
            Set.of(),
            bound,
            bound.size(),
            HistoryBounds.columns(query.columns()),
            0,
            memory);
    try (Rows rows = transaction.active() ? inTransaction(ready) : byItself(query, ready)) {
      Object[] row = rows.next().orElseThrow();
      if (!transaction.active()) {
        history.remember(generation, row);
      }
      return history.points(row);
    }
  }

  /**
   * @param models the names of the models that the query is about
   * @param points its points in time
   * @param bound the values of its bindings
   */
  Rows run(
      PlannedQuery query,
      List<Bound> models,
      List<Bound> points,
      List<Bound> bound,
      Limits limits) {
    shares.beforeAccess(() -> catalogs(query), !transaction.isOpen(), calls.get());
    Secured secured =
        store
            .securedRelations()
            .secure(
                query.relations(),
                query.models().relations(),
                models.size(),
                claims.groups().size(),
                reachesFew(query),
                query.leakproof() && !repeats(query));
    List<Bound> values = new ArrayList<>(bound(secured.parameters(), models, points));
    values.addAll(bound);
    StoreQuery ready =
        new StoreQuery(
            user.id(),
            secured.with() + query.body(),
            claims.groups().isEmpty() ? query.nonEmptyRelations() : Set.of(),
            values,
            secured.parameters().size(),
            query.columns(),
            limits.maxRows(),
            memory);
    return transaction.active() ? inTransaction(ready) : byItself(query, ready);
  }

  /** The catalogs whose content a query can read; empty for all. */
  private static Optional<Set<String>> catalogs(PlannedQuery query) {
    Set<String> names = new HashSet<>();
    for (Relation relation : query.relations()) {
      Optional<String> catalog =
          relation.isModel()
              ? Optional.of(relation.name().substring(0, relation.name().indexOf('.')))
              : relation.catalog();
      if (catalog.isEmpty()) {
        return Optional.empty();
      }
      names.add(catalog.get());
    }
    return Optional.of(names);
  }

  /** Whether the store would compute too much too often if it merged the relations with it. */
  private static boolean repeats(PlannedQuery query) {
    return query.many()
        || query.repeated().entrySet().stream()
            .anyMatch(
                columns -> SecuredRelations.computesOneOf(columns.getKey(), columns.getValue()));
  }

  /** Not inside a transaction, whose connection may be the last that there is. */
  private boolean reachesFew(PlannedQuery query) {
    return claims.groups().isEmpty()
        && query.models().ofAnyName()
        && query.relations().stream().anyMatch(SecuredRelations::listsModels)
        && store.reachesFew(!transaction.active(), calls);
  }

  private List<Bound> bound(List<Parameter> parameters, List<Bound> models, List<Bound> points) {
    List<Bound> values = new ArrayList<>();
    Optional<PlanCacheRow> plans = Optional.empty();
    for (Parameter parameter : parameters) {
      if (parameter instanceof CallerId) {
        values.add(new Bound(DataType.BIGINT, user.id()));
      } else if (parameter instanceof ClaimedGroup group) {
        int last = claims.groups().size() - 1;
        values.add(new Bound(DataType.VARCHAR, claims.groups().get(Math.min(group.index(), last))));
      } else if (parameter instanceof ClaimedAdminGroup) {
        values.add(new Bound(DataType.VARCHAR, claims.adminGroup().orElse(null)));
      } else if (parameter instanceof Name name) {
        values.add(new Bound(DataType.VARCHAR, name.value()));
      } else if (parameter instanceof ModelName model) {
        values.add(models.get(model.index()));
      } else if (parameter instanceof PointInTime point) {
        values.add(points.get(point.number() - 1));
      } else if (parameter instanceof LiveSessions live) {
        values.add(new Bound(DataType.VARCHAR, sessions.value(live)));
      } else if (parameter instanceof PlanCacheFigure figure) {
        plans = plans.or(() -> Optional.of(new PlanCacheRow(planner.statistics())));
        values.add(new Bound(DataType.BIGINT, plans.get().figure(figure)));
      }
    }
    return values;
  }

  /** The plan. It contains no data, but the session's user must still exist. */
  Rows explain(PlannedQuery query) {
    if (transaction.active()) {
      StoreTransaction work = transaction.beginStatement();
      try {
        work.call(reading -> reading.principals().user(user.id(), claims));
        work.endStatement();
      } catch (RuntimeException exception) {
        transaction.undoStatement(exception);
        throw exception;
      }
    } else {
      try (StoreTransaction work = store.begin(calls)) {
        work.call(reading -> reading.principals().user(user.id(), claims));
      }
    }
    return MemoryRows.of(
        EXPLAIN_COLUMNS, query.explanation().lines().map(line -> new Object[] {line}).toList());
  }

  /** Small results need no transaction; a large result is queried again in one. */
  private Rows byItself(PlannedQuery planned, StoreQuery query) {
    if (!large.expected(user.id(), planned)) {
      Optional<SmallRead> small = store.small(calls);
      if (small.isPresent()) {
        Optional<List<Object[]>> rows = rows(small.get(), query);
        if (rows.isPresent()) {
          return MemoryRows.charged(query.columns(), rows.get(), memory);
        }
        large.seen(user.id(), planned);
      }
    }
    return inOwnTransaction(query);
  }

  private Optional<List<Object[]>> rows(SmallRead small, StoreQuery query) {
    try (small) {
      return small.rows(query);
    }
  }

  private Rows inOwnTransaction(StoreQuery query) {
    StoreTransaction work = store.beginResult(calls);
    try {
      StoreRows rows = work.query(query);
      activity.cursorOpened();
      CursorRows cursor =
          new CursorRows(
              query.columns(),
              MemoryRows.of(query.columns(), List.of()),
              rows,
              limit.orElse(null),
              new Activity(),
              failure -> {},
              closed -> {
                limit.ifPresent(idle -> idle.forget(closed));
                over(work);
              });
      limit.ifPresent(idle -> idle.watch(cursor));
      return cursor;
    } catch (RuntimeException | VirtualMachineError exception) {
      work.close();
      throw exception;
    }
  }

  private void over(StoreTransaction work) {
    activity.cursorClosed();
    work.close();
  }

  private Rows inTransaction(StoreQuery query) {
    StoreTransaction work = transaction.beginStatement();
    long statement = transaction.begunStatements();
    List<Object[]> first = new ArrayList<>();
    Optional<StoreRows> more;
    try {
      more = begin(work.query(query), first);
    } catch (RuntimeException exception) {
      first.forEach(row -> memory.release(RowSize.of(row)));
      transaction.undoStatement(exception);
      throw exception;
    }
    MemoryRows early = MemoryRows.charged(query.columns(), first, memory);
    if (more.isEmpty()) {
      work.endStatement();
      return early;
    }
    CursorRows cursor =
        new CursorRows(
            query.columns(),
            early,
            more.get(),
            limit.orElse(null),
            transaction.activity(),
            failure -> transaction.undoReading(statement, failure),
            transaction::remove);
    transaction.add(cursor);
    return cursor;
  }

  /**
   * Reads the first rows.
   *
   * @return the remaining rows; empty if there are none
   */
  private Optional<StoreRows> begin(StoreRows rows, List<Object[]> first) {
    long bytes = 0;
    while (first.size() < EAGER_ROWS && bytes < EAGER_BYTES) {
      Optional<Object[]> row = rows.next();
      if (row.isEmpty()) {
        rows.close();
        return Optional.empty();
      }
      long size = RowSize.of(row.get());
      memory.reserve(size);
      bytes += size;
      first.add(row.get());
    }
    return Optional.of(rows);
  }
}
