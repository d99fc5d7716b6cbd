package dev.vitrine.session;

import dev.vitrine.catalog.Claims;
import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MachineErrors;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.query.plan.PlannedQuery;
import dev.vitrine.query.plan.ShapedQuery;
import dev.vitrine.registry.Tasks;
import dev.vitrine.registry.task.TaskDefinition;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.session.call.Activity;
import dev.vitrine.session.call.CurrentCall;
import dev.vitrine.session.call.IdleTransactions;
import dev.vitrine.session.call.Limits;
import dev.vitrine.session.call.MemoryRows;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.session.call.Rows;
import dev.vitrine.session.call.SessionLock;
import dev.vitrine.session.call.SessionTransaction;
import dev.vitrine.session.query.NamedRelations;
import dev.vitrine.session.query.ParameterConversion;
import dev.vitrine.session.query.QueryAdvice;
import dev.vitrine.session.query.QueryValues;
import dev.vitrine.session.query.StatementPlanner;
import dev.vitrine.statement.ParsedQuery;
import dev.vitrine.statement.ParsedStatement;
import dev.vitrine.statement.ParsedText;
import dev.vitrine.statement.tree.Call;
import dev.vitrine.statement.tree.ContainerStatement.UseCatalog;
import dev.vitrine.statement.tree.ContainerStatement.UseSchema;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.Statement;
import dev.vitrine.statement.tree.TransactionStatement.CommitTransaction;
import dev.vitrine.statement.tree.TransactionStatement.RollbackTransaction;
import dev.vitrine.statement.tree.TransactionStatement.StartTransaction;
import dev.vitrine.store.StoreUser;
import dev.vitrine.store.UserStore;
import dev.vitrine.store.principal.CallerSnapshot;
import dev.vitrine.store.principal.LoginCredentials;
import dev.vitrine.store.principal.PrincipalRow;
import dev.vitrine.store.result.StoreQuery.Bound;
import dev.vitrine.store.vendor.StoreConflictException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One principal's conversation with the engine: current catalog and schema, and the transaction.
 * Calls are serialised on the session; {@link #cancel()} may come from any thread. Every method
 * throws {@link VitrineException} and nothing else.
 */
public final class Session implements AutoCloseable {
  /** Time limit of checking whether the store responds. */
  private static final Duration LONGEST_CHECK = Duration.ofSeconds(5);

  private final Engine engine;
  private final CurrentCall calls;
  private final SessionTransaction transaction;
  private final GovernanceRunner governance;
  private final StatementPlanner planner;
  private final QueryRunner queries;
  private final PrincipalRow user;
  private final MemoryAccount memory;
  private final String id;
  private final SessionActivity activity = new SessionActivity();
  private final SessionLock lock = new SessionLock();

  private String catalog = "system";
  private String schema = "registry";
  private volatile boolean closed;
  private final SessionEnd end = new SessionEnd(this::close, this::rollback);

  Session(
      Engine engine,
      PrincipalRow user,
      Claims claims,
      LoginCredentials proof,
      String sessionId,
      @Nullable String address,
      @Nullable CallerSnapshot caller) {
    this.engine = engine;
    this.user = user;
    this.id = sessionId;
    this.memory = engine.memory().open(user.id());
    UserStore store = engine.store().as(new StoreUser(user.id(), claims, address == null));
    // A session in this process disturbs only the process that opened the store.
    @Nullable IdleTransactions limit = address == null ? null : engine.idleTransactions();
    Activity uses = new Activity();
    this.calls = new CurrentCall(uses);
    this.transaction = new SessionTransaction(store, calls, limit, uses);
    this.governance =
        new GovernanceRunner(
            engine, store, transaction, calls, user, claims, proof, sessionId, address, caller);
    this.planner = new StatementPlanner(engine.planner(), calls, user.id());
    this.queries =
        new QueryRunner(engine, store, transaction, limit, calls, activity, user, claims, memory);
  }

  /** The session's public id, as in the relation {@code sessions} and the audit trail. */
  public String id() {
    return id;
  }

  /** The handle by which other sessions end this one. */
  public SessionEnd end() {
    return end;
  }

  boolean isClosed() {
    return closed;
  }

  SessionActivity activity() {
    return activity;
  }

  /**
   * Sets the client address recorded in the audit trail for subsequent statements; null for
   * embedded sessions.
   */
  public void calledFrom(@Nullable String address) {
    lock.run(() -> governance.calledFrom(address));
  }

  /** Parses and, for a query, plans {@code sql} without running it. */
  public Prepared prepare(String sql, Limits limits) {
    return contained(
        () -> {
          calls.get().limit(limits.timeout());
          return prepared(sql, limits);
        });
  }

  private Prepared prepared(String sql, Limits limits) {
    List<ParsedText> texts = parse(sql);
    ParsedText last = texts.get(texts.size() - 1);
    for (ParsedText text : texts) {
      if (text instanceof ParsedQuery query && text != last) {
        plan(query, List.of(), limits);
      }
    }
    if (last instanceof ParsedQuery query) {
      ShapedQuery planned = plan(query, List.of(), limits);
      requireReadable(planned.plan());
      return new Prepared(
          query.explain() ? QueryRunner.EXPLAIN_COLUMNS : planned.plan().columns(),
          planned.parameters(),
          true);
    }
    ParsedStatement statement = (ParsedStatement) last;
    return new Prepared(
        Optional.ofNullable(Tasks.definitions().get(statement.kind()))
            .flatMap(TaskDefinition::template)
            .map(template -> engine.planner().plan(template, catalog, schema).columns())
            .orElse(List.of()),
        statement.parameterTypes(),
        statement.returnsRows());
  }

  /**
   * Parses all of {@code sql}, then runs its statements one by one; the effects of statements
   * before a failing one remain (autocommit) or stay part of the transaction. Rows of all
   * statements but the last are read into memory; the last statement returns a cursor.
   *
   * @throws VitrineException OUT_OF_MEMORY when the rows that are read into memory exceed the limit
   *     of the connection
   * @param parameters values of {@code ?} (String, Number, Boolean, LocalDate, LocalDateTime, null)
   * @return one outcome per statement, in order
   */
  public List<Outcome> execute(String sql, List<?> parameters, Limits limits) {
    return contained(() -> executed(sql, parameters, limits));
  }

  /** Errors of the virtual machine become errors of the statement. */
  private <T> T contained(Supplier<T> work) {
    return alone(
        () -> {
          activity.statementBegan();
          try {
            return MachineErrors.contained(() -> calls.during(work));
          } finally {
            activity.statementEnded();
          }
        });
  }

  private void runAlone(Runnable work) {
    alone(
        () -> {
          work.run();
          return true;
        });
  }

  private <T> T alone(Supplier<T> work) {
    return lock.holding(
        () -> {
          end.requireGoingOn();
          if (closed) {
            throw SessionRefusals.closed();
          }
          try {
            return work.get();
          } finally {
            activity.transaction(transaction.isOpen());
          }
        });
  }

  private List<Outcome> executed(String sql, List<?> parameters, Limits limits) {
    List<ParsedText> texts = understood(sql);
    List<Outcome> outcomes = new ArrayList<>();
    try {
      for (ParsedText text : texts) {
        boolean last = outcomes.size() == texts.size() - 1;
        outcomes.add(
            engine.observers().observed(kind(text), () -> outcome(text, parameters, limits, last)));
      }
      return List.copyOf(outcomes);
    } catch (RuntimeException | VirtualMachineError failure) {
      outcomes.forEach(Outcomes::release);
      throw failure;
    }
  }

  private Outcome outcome(ParsedText text, List<?> parameters, Limits limits, boolean last) {
    Outcome outcome = run(text, parameters, limits);
    return !last && outcome instanceof Rows rows ? MemoryRows.drain(rows, memory) : outcome;
  }

  /** Runs one statement, which came as a record and not as a text. */
  public Outcome execute(Statement statement, Limits limits) {
    String kind = statement.getClass().getSimpleName();
    return contained(() -> engine.observers().observed(kind, () -> run(statement, limits)));
  }

  /** Runs one call. */
  public <R> R execute(Call<R> call, Limits limits) {
    String kind = call.getClass().getSimpleName();
    return contained(() -> engine.observers().observed(kind, () -> run(call, limits)));
  }

  private List<ParsedText> understood(String sql) {
    try {
      return parse(sql);
    } catch (VitrineException exception) {
      throw engine.observers().unparsed(exception);
    }
  }

  /**
   * Parses the statements of a text. Unsupported statements, such as a DELETE of the audit trail,
   * are recorded as refusals.
   */
  private List<ParsedText> parse(String sql) {
    List<ParsedText> texts;
    try {
      texts = engine.texts().parse(sql);
    } catch (VitrineException exception) {
      throw exception.code() == ErrorCode.UNSUPPORTED_FEATURE
          ? governance.recorded("refusedStatement", exception)
          : exception;
    }
    if (texts.isEmpty()) {
      throw SessionRefusals.empty();
    }
    if (texts.size() > 1) {
      for (ParsedText text : texts) {
        if (text instanceof ParsedQuery query) {
          QueryAdvice.placing(
              query,
              () -> {
                planner.requireSyntax(query.sql());
                return true;
              });
        }
      }
    }
    return texts;
  }

  private static String kind(ParsedText text) {
    if (text instanceof ParsedQuery query) {
      return query.explain() ? "Explain" : "Query";
    }
    return ((ParsedStatement) text).kind().getSimpleName();
  }

  private Outcome run(ParsedText text, List<?> parameters, Limits limits) {
    if (text instanceof ParsedQuery query) {
      begin(limits);
      transaction.requireUsable();
      ShapedQuery planned = plan(query, parameters, limits);
      requireReadable(planned.plan());
      return query.explain()
          ? asUser(() -> queries.explain(planned.plan()))
          : QueryAdvice.placing(
              query, () -> run(planned.plan(), planned.values(parameters), limits));
    }
    Statement statement = ParameterConversion.bind((ParsedStatement) text, parameters);
    if (statement instanceof StartTransaction) {
      transaction.begin();
    } else if (statement instanceof CommitTransaction) {
      transaction.commit();
    } else if (statement instanceof RollbackTransaction) {
      transaction.rollback();
    } else {
      return run(statement, limits);
    }
    return Outcomes.NO_CHANGE;
  }

  private Outcome run(Statement statement, Limits limits) {
    begin(limits);
    return outcome(governance.run(statement, catalog, schema), limits);
  }

  private <R> R run(Call<R> call, Limits limits) {
    begin(limits);
    return governance.run(call, catalog, schema);
  }

  /** Each statement of a text has the whole time limit. */
  private void begin(Limits limits) {
    calls.get().limit(limits.timeout());
    calls.get().check();
  }

  private Outcome outcome(TaskResult result, Limits limits) {
    if (result instanceof TaskResult.Query query) {
      PlannedQuery planned = planner.plan(query.sql(), catalog, schema, List.of(), limits);
      return Outcomes.checked(run(planned, query.parameters(), limits), query);
    }
    if (result instanceof TaskResult.CurrentSchema current) {
      catalog = current.catalog();
      schema = current.schema();
      return Outcomes.NO_CHANGE;
    }
    return Outcomes.of(result);
  }

  private Rows run(PlannedQuery planned, List<?> parameters, Limits limits) {
    QueryValues values =
        new QueryValues(
            user.name(), catalog, schema, questions -> governance.ask(questions, catalog, schema));
    List<Bound> bound = values.bind(planned, parameters);
    List<Bound> models = values.models(planned, parameters);
    List<Bound> points =
        planned
            .points()
            .map(
                times ->
                    asUser(() -> queries.points(times, values.bind(times.query(), parameters))))
            .orElse(List.of());
    return asUser(() -> queries.run(planned, models, points, bound, limits));
  }

  /** That the session's user was dropped is a refusal like any other, and written down. */
  private <T> T asUser(Supplier<T> work) {
    try {
      return work.get();
    } catch (StoreConflictException conflict) {
      throw SessionTransaction.contended(conflict);
    } catch (VitrineException exception) {
      throw exception.code() == ErrorCode.AUTHENTICATION_FAILED
          ? governance.recorded("query", exception)
          : exception;
    }
  }

  private void requireReadable(PlannedQuery planned) {
    NamedRelations.requireReadable(
        planned.relations(),
        statement -> governance.run(statement, catalog, schema),
        engine.planner());
  }

  private ShapedQuery plan(ParsedQuery query, List<?> parameters, Limits limits) {
    return QueryAdvice.placing(
        query, () -> planner.plan(query, catalog, schema, parameters, limits));
  }

  /**
   * Cancels the running call with QUERY_CANCELED; does nothing without one. Inside a transaction
   * the statement is undone and the transaction continues.
   */
  public void cancel() {
    calls.cancel();
  }

  /**
   * Runs {@code work} on the session and its results as one call, which {@code call} can cancel.
   *
   * @param call used for one piece of work only; its time limit restarts with each statement
   */
  public <T> T under(Cancellation call, Supplier<T> work) {
    return calls.during(call, work);
  }

  /** The lock of the session, to hold it for several calls. */
  public SessionLock lock() {
    return lock;
  }

  /** The memory that the session's results and statements are charged to. */
  public MemoryAccount memory() {
    return memory;
  }

  /** The user's name, as stored. */
  public String user() {
    return user.name();
  }

  /** The current catalog; never null, at first {@code system}. */
  public String catalog() {
    return lock.holding(() -> catalog);
  }

  /** Like USE CATALOG: resolves, and makes {@code information_schema} the current schema. */
  public void useCatalog(String catalog) {
    runAlone(() -> calls.during(() -> run(new UseCatalog(Identifier.of(catalog)), Limits.NONE)));
  }

  /** The current schema; never null, at first {@code registry}. */
  public String schema() {
    return lock.holding(() -> schema);
  }

  /** Like USE SCHEMA, in the current catalog. */
  public void useSchema(String schema) {
    runAlone(
        () ->
            calls.during(
                () -> run(new UseSchema(QualifiedName.of(this.catalog, schema)), Limits.NONE)));
  }

  /** Whether each statement commits by itself; initially true. */
  public boolean autoCommit() {
    return lock.holding(transaction::autoCommit);
  }

  /** Whether a transaction is open, which COMMIT or ROLLBACK would end. */
  public boolean inTransaction() {
    return lock.holding(transaction::isOpen);
  }

  /** Turning it on commits the transaction that is open. */
  public void setAutoCommit(boolean autoCommit) {
    runAlone(() -> transaction.setAutoCommit(autoCommit));
  }

  /** The session's transaction, for savepoints and its state. */
  public SessionTransaction transaction() {
    return transaction;
  }

  /** Commits the open transaction, if any. */
  public void commit() {
    runAlone(transaction::commit);
  }

  /** Rolls back the open transaction, if any. */
  public void rollback() {
    runAlone(transaction::rollback);
  }

  /** Whether the session is usable and its store responds. */
  public boolean isValid() {
    return lock.holding(
        () -> !closed && end.isGoingOn() && engine.store().isReachable(LONGEST_CHECK));
  }

  /** Closes the session and rolls back its open transaction; idempotent. */
  @Override
  public void close() {
    lock.run(this::closeAlone);
  }

  private void closeAlone() {
    if (!closed) {
      closed = true;
      engine.sessionClosed(this);
      try {
        transaction.close();
      } finally {
        memory.close();
      }
    }
  }
}
