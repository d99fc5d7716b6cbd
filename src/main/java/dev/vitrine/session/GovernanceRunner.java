package dev.vitrine.session;

import dev.vitrine.catalog.Claims;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.AuditParameters;
import dev.vitrine.registry.Tasks;
import dev.vitrine.registry.securable.HasPrivilege;
import dev.vitrine.registry.task.CallerAuthentication;
import dev.vitrine.registry.task.RecentRights;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskDefinition;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.TaskResult.Awaits;
import dev.vitrine.session.call.CurrentCall;
import dev.vitrine.session.call.SessionTransaction;
import dev.vitrine.session.provider.SessionShares;
import dev.vitrine.share.ShareResponse;
import dev.vitrine.statement.tree.Call;
import dev.vitrine.statement.tree.Statement;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.UserStore;
import dev.vitrine.store.audit.AuditRow;
import dev.vitrine.store.audit.AuditRow.AuditObject;
import dev.vitrine.store.principal.Caller;
import dev.vitrine.store.principal.CallerSnapshot;
import dev.vitrine.store.principal.LoginCredentials;
import dev.vitrine.store.principal.PrincipalRow;
import dev.vitrine.store.securable.Authorship;
import dev.vitrine.store.vendor.StoreAbortException;
import dev.vitrine.store.vendor.StoreConflictException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs governance statements: the task and its audit row in one transaction, or rolled back
 * together; the row of a refusal in a separate transaction. After a conflict a statement is
 * repeated from the start, where it sees the concurrent change.
 */
final class GovernanceRunner {
  private static final Logger LOG = LoggerFactory.getLogger(GovernanceRunner.class);

  /** Maximum attempts of an autocommit statement after conflicts. */
  private static final int MOST_ATTEMPTS = 50;

  /**
   * Inside a transaction, a statement that conflicts with a row created or removed by another
   * transaction is undone and repeated once, to report the conflicting object.
   */
  private static final int MOST_LOOKS = 5;

  /** Maximum total time of these attempts. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Engine engine;
  private final UserStore store;
  private final SessionTransaction transaction;
  private final CurrentCall calls;
  private final SessionShares shares;
  private final PrincipalRow user;
  private final Claims claims;
  private final LoginCredentials proof;
  private final String sessionId;
  private final RecentRights recentRights = new RecentRights();
  private @Nullable String address;

  /** Read with the credentials; used up to the first statement that changes anything. */
  private @Nullable CallerSnapshot signedIn;

  GovernanceRunner(
      Engine engine,
      UserStore store,
      SessionTransaction transaction,
      CurrentCall calls,
      PrincipalRow user,
      Claims claims,
      LoginCredentials proof,
      String sessionId,
      @Nullable String address,
      @Nullable CallerSnapshot signedIn) {
    this.engine = engine;
    this.store = store;
    this.proof = proof;
    this.transaction = transaction;
    this.calls = calls;
    this.shares = new SessionShares(engine.sharedCatalogs(), transaction::isOpen, calls);
    this.user = user;
    this.claims = claims;
    this.sessionId = sessionId;
    this.address = address;
    this.signedIn = signedIn;
  }

  /** Sets the client address recorded in the audit trail for subsequent statements. */
  void calledFrom(@Nullable String caller) {
    address = caller;
  }

  /** The operation and its name in the audit trail. */
  private record Request<T>(
      String action,
      Supplier<Map<String, Object>> parameters,
      @Nullable ShareResponse response,
      boolean reads,
      Predicate<T> recorded,
      Function<TaskContext, T> work) {}

  /** One run of one statement, which may be one of several attempts. */
  private final class Attempt<T> {
    private final Request<T> request;
    private final String catalog;
    private final String schema;
    private Optional<TaskContext> context = Optional.empty();

    Attempt(Request<T> request, String catalog, String schema) {
      this.request = request;
      this.catalog = catalog;
      this.schema = schema;
    }

    T in(StoreTransaction work) {
      Caller who = caller(work, request.reads());
      Authorship stamp = new Authorship(UtcTime.now(), who.name());
      work.history().setAuthor(who.name());
      TaskContext current =
          new TaskContext(
              who,
              evidence(),
              work,
              stamp,
              recentRights,
              request.response(),
              catalog,
              schema,
              engine.shares().endpoint());
      current.setAuditRow(() -> row(200, null));
      context = Optional.of(current);
      T result = request.work().apply(current);
      current.consequences().forEach(follows -> work.afterCommit(() -> engine.start(follows)));
      if (request.recorded().test(result) && !current.audited()) {
        work.audit().insert(row(200, null));
      }
      // A statement that was cancelled in time is undone.
      calls.get().check();
      return result;
    }

    AuditRow row(int responseCode, @Nullable String error) {
      Map<String, Object> parameters = new LinkedHashMap<>(request.parameters().get());
      // Names are recorded as typed, so the current catalog and schema are recorded too.
      context.flatMap(TaskContext::fullName).ifPresent(name -> parameters.put("full_name", name));
      context.map(TaskContext::details).ifPresent(parameters::putAll);
      return GovernanceRunner.this.row(
          request.action(),
          parameters,
          responseCode,
          error,
          context.flatMap(TaskContext::subject).orElse(null));
    }
  }

  private Caller caller(StoreTransaction work, boolean reading) {
    CallerSnapshot read = signedIn;
    if (!reading) {
      signedIn = null;
    }
    return read != null && read.isFresh()
        ? read.caller()
        : work.principals().user(user.id(), claims);
  }

  private CallerAuthentication evidence() {
    return new CallerAuthentication(
        proof,
        sessionId,
        (login, password) -> engine.authenticator().confirm(login, password, address));
  }

  private AuditRow row(
      String action,
      Map<String, Object> parameters,
      int responseCode,
      @Nullable String error,
      @Nullable AuditObject subject) {
    return new AuditRow(
        UtcTime.now(),
        user.name(),
        action,
        parameters,
        responseCode,
        Optional.ofNullable(error),
        sessionId,
        Optional.ofNullable(address),
        Optional.ofNullable(subject));
  }

  TaskResult run(Statement statement, String catalog, String schema) {
    shares.beforeAccess((Record) statement, catalog);
    TaskResult result = run(statement, null, catalog, schema);
    if (result instanceof Awaits awaits) {
      try (ShareResponse response = shares.respond(awaits.request())) {
        return run(statement, response, catalog, schema);
      }
    }
    return result;
  }

  private TaskResult run(
      Statement statement, @Nullable ShareResponse response, String catalog, String schema) {
    TaskDefinition<?, TaskResult> task = Tasks.of(statement);
    return run(
        new Request<>(
            task.action(),
            () -> AuditParameters.of(statement),
            response,
            false,
            TaskResult::recorded,
            context -> task.execute(statement, context)),
        catalog,
        schema);
  }

  <R> R run(Call<R> call, String catalog, String schema) {
    shares.beforeAccess((Record) call, catalog);
    TaskDefinition<?, R> task = Tasks.of(call);
    return run(
        new Request<>(
            task.action(),
            () -> AuditParameters.of(call),
            null,
            call.reads(),
            call::recorded,
            context -> task.execute(call, context)),
        catalog,
        schema);
  }

  /**
   * Whether principals have privileges, in one transaction; a question itself may be refused.
   *
   * @return one result per question, in order
   */
  List<Boolean> ask(List<HasPrivilege> questions, String catalog, String schema) {
    AtomicInteger current = new AtomicInteger();
    return run(
        new Request<>(
            "hasPrivilege",
            () -> questions.get(current.get()).parameters(),
            null,
            true,
            results -> false,
            context -> {
              List<Boolean> results = new ArrayList<>();
              for (int i = 0; i < questions.size(); i++) {
                current.set(i);
                results.add(questions.get(i).answer(context));
              }
              return results;
            }),
        catalog,
        schema);
  }

  private <T> T run(Request<T> request, String catalog, String schema) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int attempts = 1; ; attempts++) {
      Attempt<T> attempt = new Attempt<>(request, catalog, schema);
      try {
        transaction.requireUsable();
        return transaction.active() ? inTransaction(attempt) : byItself(attempt);
      } catch (StoreConflictException conflict) {
        if (transaction.active()) {
          boolean ended = conflict instanceof StoreAbortException;
          if (ended || attempts == MOST_LOOKS) {
            transaction.fail(conflict);
            throw recorded(attempt, SessionTransaction.contended(conflict));
          }
        } else if (attempts == MOST_ATTEMPTS || System.nanoTime() > deadline) {
          throw recorded(attempt, contended(conflict));
        }
        try {
          pause(attempts);
        } catch (VitrineException cancelled) {
          throw recorded(attempt, cancelled);
        }
      } catch (VitrineException refusal) {
        throw recorded(attempt, refusal);
      }
    }
  }

  private <T> T byItself(Attempt<T> attempt) {
    if (attempt.request.reads()) {
      try (StoreTransaction work = store.beginReading(calls)) {
        return work.call(attempt::in);
      }
    }
    try (StoreTransaction work = store.begin(calls)) {
      T result = work.call(attempt::in);
      work.commit();
      return result;
    }
  }

  private <T> T inTransaction(Attempt<T> attempt) {
    if (!attempt.request.reads()) {
      transaction.requireChanges();
    }
    StoreTransaction work = transaction.beginStatement();
    T result;
    try {
      result = work.call(attempt::in);
      work.endStatement();
    } catch (StoreConflictException | VitrineException exception) {
      transaction.undoStatement(exception);
      throw exception;
    }
    return result;
  }

  /**
   * Records the refusal of a query in the audit trail.
   *
   * @return the same exception
   */
  VitrineException recorded(String action, VitrineException refusal) {
    return recorded(
        row(action, Map.of(), refusal.code().rest().status(), refusal.getMessage(), null), refusal);
  }

  private VitrineException recorded(Attempt<?> attempt, VitrineException refusal) {
    return recorded(attempt.row(refusal.code().rest().status(), refusal.getMessage()), refusal);
  }

  private VitrineException recorded(AuditRow row, VitrineException refusal) {
    try {
      engine.refused(user.id(), row);
    } catch (VitrineException | StoreConflictException failure) {
      // The caller gets the refusal; the missing audit row is logged for the operator.
      if (isUnreachable(refusal) && isUnreachable(failure)) {
        LOG.warn("{} failed because the store is unreachable; it has no audit row", row.action());
      } else {
        LOG.error("A refusal could not be written to the audit trail", failure);
      }
      refusal.addSuppressed(failure);
    }
    return refusal;
  }

  private static boolean isUnreachable(Exception failure) {
    return failure instanceof VitrineException error && error.code() == ErrorCode.STORE_UNREACHABLE;
  }

  private static VitrineException contended(StoreConflictException conflict) {
    return new VitrineException(
            ErrorCode.SERIALIZATION_FAILURE,
            "The statement could not be serialized with concurrent changes.")
        .withCause(conflict)
        .withHint("Try again. If it fails again, look for a transaction that was left open.");
  }

  /** Waits a little, the longer the more often it was tried, and not for all in step. */
  private void pause(int attempts) {
    long millis = ThreadLocalRandom.current().nextLong(1, 2 + 5L * Math.min(attempts, 10));
    calls
        .get()
        .interruptibly(
            () -> {
              Thread.sleep(millis);
              return true;
            });
  }
}
