package dev.vitrine.session;

import dev.vitrine.catalog.Claims;
import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.memory.RowSize;
import dev.vitrine.query.PlannedQuery;
import dev.vitrine.query.QueryPlanner;
import dev.vitrine.store.Cancellable;
import dev.vitrine.store.PlanCacheFigure;
import dev.vitrine.store.PrincipalRow;
import dev.vitrine.store.SecuredRelations;
import dev.vitrine.store.SecuredRelations.CallerId;
import dev.vitrine.store.SecuredRelations.ClaimedAdminGroup;
import dev.vitrine.store.SecuredRelations.ClaimedGroup;
import dev.vitrine.store.SecuredRelations.ModelName;
import dev.vitrine.store.SecuredRelations.Name;
import dev.vitrine.store.SecuredRelations.Parameter;
import dev.vitrine.store.SecuredRelations.Secured;
import dev.vitrine.store.SmallRead;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreQuery;
import dev.vitrine.store.StoreQuery.Bound;
import dev.vitrine.store.StoreRows;
import dev.vitrine.store.StoreTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs planned queries: the security text in front, the values behind, rows as they are read. */
final class QueryRunner implements AutoCloseable {
  static final List<Column> EXPLAIN_COLUMNS =
      List.of(Column.varchar("plan", 1_000_000, false, "One line of the plan"));

  /** Rows that are read at once inside a transaction, if they fit, so that they outlive its end. */
  private static final int EAGER_ROWS = 10_000;

  /** Bytes of these rows. */
  private static final long EAGER_BYTES = 4L << 20;

  private final Store store;
  private final QueryPlanner planner;
  private final LargeAnswers large;
  private final SessionTransaction transaction;
  private final PrincipalRow user;
  private final Claims claims;
  private final MemoryAccount memory;
  private volatile Optional<Cancellable> running = Optional.empty();

  QueryRunner(
      Store store,
      QueryPlanner planner,
      LargeAnswers large,
      SessionTransaction transaction,
      PrincipalRow user,
      Claims claims,
      MemoryAccount memory) {
    this.store = store;
    this.planner = planner;
    this.large = large;
    this.transaction = transaction;
    this.user = user;
    this.claims = claims;
    this.memory = memory;
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
                query.relations(),
                query.models().relations(),
                models.size(),
                claims.groups().size(),
                reachesFew(query),
                query.leakproof() && !repeats(query));
    List<Bound> values = new ArrayList<>(bound(secured.parameters(), models));
    values.addAll(bound);
    StoreQuery ready =
        new StoreQuery(
            user.id(),
            secured.with() + query.body(),
            claims.groups().isEmpty() ? query.witnesses() : Set.of(),
            values,
            query.columns(),
            limits.maxRows(),
            seconds(limits.timeout()),
            memory);
    return transaction.active() ? inTransaction(ready) : byItself(query, ready);
  }

  /** Whether the store would compute too much too often if it merged the relations with it. */
  private static boolean repeats(PlannedQuery query) {
    return query.many()
        || query.repeated().entrySet().stream()
            .anyMatch(
                columns ->
                    SecuredRelations.computesOneOf(columns.getKey(), columns.getValue()));
  }

  /** Not inside a transaction, whose connection may be the last that there is. */
  private boolean reachesFew(PlannedQuery query) {
    return claims.groups().isEmpty()
        && query.models().names().isEmpty()
        && query.relations().stream().anyMatch(SecuredRelations::listsModels)
        && store.reachesFew(user.id(), !transaction.active());
  }

  private List<Bound> bound(List<Parameter> parameters, List<Bound> models) {
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
      transaction.current().call(work -> work.principals().user(user.id(), claims));
    } else {
      try (StoreTransaction work = store.begin()) {
        work.call(reading -> reading.principals().user(user.id(), claims));
      }
    }
    return MemoryRows.of(
        EXPLAIN_COLUMNS, query.explanation().lines().map(line -> new Object[] {line}).toList());
  }

  /** Small answers need no transaction; what turns out to be large is asked anew, in one. */
  private Rows byItself(PlannedQuery planned, StoreQuery query) {
    if (!large.expected(user.id(), planned)) {
      Optional<SmallRead> small = store.small();
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
    running = Optional.of(small);
    try (small) {
      return small.rows(query);
    }
  }

  private Rows inOwnTransaction(StoreQuery query) {
    StoreTransaction work = store.begin();
    running = Optional.of(work);
    try {
      Rows none = MemoryRows.of(query.columns(), List.of());
      return new CursorRows(query.columns(), none, work.query(query), work::close);
    } catch (RuntimeException | VirtualMachineError exception) {
      work.close();
      throw exception;
    }
  }

  private Rows inTransaction(StoreQuery query) {
    StoreTransaction work = transaction.current();
    running = Optional.of(work);
    List<Object[]> first = new ArrayList<>();
    Optional<StoreRows> more;
    work.beginStatement();
    try {
      more = begin(work.query(query), first);
    } catch (RuntimeException exception) {
      first.forEach(row -> memory.release(RowSize.of(row)));
      undo(work, exception);
      throw exception;
    }
    MemoryRows early = MemoryRows.charged(query.columns(), first, memory);
    if (more.isEmpty()) {
      work.endStatement();
      return early;
    }
    CursorRows cursor = new CursorRows(query.columns(), early, more.get(), () -> {});
    transaction.beforeEnd(cursor::end);
    return cursor;
  }

  /** The failure may have been the loss of the connection; then there is nothing to undo. */
  private static void undo(StoreTransaction work, RuntimeException failure) {
    try {
      work.undoStatement();
    } catch (RuntimeException lost) {
      failure.addSuppressed(lost);
    }
  }

  /** Reads the first rows, and answers what is left of them; empty if that was all. */
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

  void cancel() {
    running.ifPresent(Cancellable::cancel);
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
    running = Optional.empty();
  }
}
