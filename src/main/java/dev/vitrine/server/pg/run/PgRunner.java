package dev.vitrine.server.pg.run;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.message.ErrorFields;
import dev.vitrine.server.pg.message.PgColumn;
import dev.vitrine.server.pg.message.PgType;
import dev.vitrine.server.pg.run.PgPrepared.Body;
import dev.vitrine.server.pg.sql.SessionStatement;
import dev.vitrine.server.pg.sql.SessionStatement.Begin;
import dev.vitrine.server.pg.sql.SessionStatement.CloseCursor;
import dev.vitrine.server.pg.sql.SessionStatement.Commit;
import dev.vitrine.server.pg.sql.SessionStatement.CopyOut;
import dev.vitrine.server.pg.sql.SessionStatement.Deallocate;
import dev.vitrine.server.pg.sql.SessionStatement.Declare;
import dev.vitrine.server.pg.sql.SessionStatement.Discard;
import dev.vitrine.server.pg.sql.SessionStatement.Fetch;
import dev.vitrine.server.pg.sql.SessionStatement.NoEffect;
import dev.vitrine.server.pg.sql.SessionStatement.ReleaseSavepoint;
import dev.vitrine.server.pg.sql.SessionStatement.ResetVariable;
import dev.vitrine.server.pg.sql.SessionStatement.Rollback;
import dev.vitrine.server.pg.sql.SessionStatement.RollbackToSavepoint;
import dev.vitrine.server.pg.sql.SessionStatement.Savepoint;
import dev.vitrine.server.pg.sql.SessionStatement.SetTransaction;
import dev.vitrine.server.pg.sql.SessionStatement.SetVariable;
import dev.vitrine.server.pg.sql.SessionStatement.ShowVariable;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.session.call.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Runs the statements of a connection. For one thread. */
final class PgRunner {
  private static final String SELECT = "SELECT";

  /** Variables whose names have capital letters, by their names in lower case. */
  private static final Map<String, String> SHOWN =
      Map.of("timezone", "TimeZone", "datestyle", "DateStyle", "intervalstyle", "IntervalStyle");

  private final Session session;
  private final SessionVariables variables;
  private final Transactions transactions;
  private final OpenStatements open;
  private final Supplier<Limits> limits;
  private final Preparation preparation;
  private final CatalogReader catalog;

  PgRunner(
      Session session,
      SessionVariables variables,
      Transactions transactions,
      OpenStatements open,
      Supplier<Limits> limits,
      Preparation preparation,
      CatalogReader catalog) {
    this.catalog = catalog;
    this.session = session;
    this.variables = variables;
    this.transactions = transactions;
    this.open = open;
    this.limits = limits;
    this.preparation = preparation;
  }

  /** Columns of SHOW. */
  static List<PgColumn> showColumns(String name) {
    return name.equals("all")
        ? List.of(
            PgColumn.of("name", PgType.TEXT),
            PgColumn.of("setting", PgType.TEXT),
            PgColumn.of("description", PgType.TEXT))
        : List.of(PgColumn.of(SHOWN.getOrDefault(name, name), PgType.TEXT));
  }

  /**
   * Runs a statement.
   *
   * @param values of the {@code ?}
   */
  PgResponse run(PgPrepared text, List<Object> values) {
    Body body = text.body();
    if (!(body instanceof Body.OfSession own && own.statement().endsTransaction())) {
      transactions.requireUsable();
    }
    if (body instanceof Body.OfDialect dialect) {
      return Preparation.placing(dialect.text(), () -> run(dialect, values));
    }
    if (body instanceof Body.OfSession own) {
      return run(own.statement());
    }
    if (body instanceof Body.OfCatalog own) {
      return catalog.run(own.text(), values);
    }
    throw new VitrineException(ErrorCode.PARSE_SYNTAX_ERROR, "The text contains no statement.");
  }

  private PgResponse run(Body.OfDialect dialect, List<Object> values) {
    Outcome outcome = session.execute(dialect.text().sql(), values, limits.get()).get(0);
    if (outcome instanceof Rows rows) {
      List<PgColumn> columns = rows.columns().stream().map(PgColumn::of).toList();
      boolean query = !dialect.tag().equals("EXPLAIN");
      return new PgResponse.Result(columns, PgRows.of(rows), query ? SELECT : dialect.tag(), query);
    }
    Outcome.Changed changed = (Outcome.Changed) outcome;
    List<ErrorFields> notices = new ArrayList<>();
    changed
        .version()
        .ifPresent(version -> notices.add(notice("The number of the version is " + version + ".")));
    changed.warnings().forEach(warning -> notices.add(ErrorFields.warning("01000", warning)));
    return new PgResponse.Done(dialect.tag(), notices);
  }

  private static ErrorFields notice(String message) {
    return new ErrorFields(ErrorFields.Severity.NOTICE, "00000", message, "", 0, "");
  }

  private PgResponse run(SessionStatement statement) {
    if (statement instanceof Begin begin) {
      return transactions.begin(begin.tag(), begin.modes());
    }
    if (statement instanceof Commit commit) {
      return transactions.commit(commit.chain());
    }
    if (statement instanceof Rollback rollback) {
      return transactions.rollback(rollback.chain());
    }
    if (statement instanceof SetVariable set) {
      variables.set(set);
      return PgResponse.Done.of("SET");
    }
    if (statement instanceof SetTransaction set) {
      return transactions.set(set.modes());
    }
    if (statement instanceof ResetVariable reset) {
      if (reset.name().equals("all")) {
        variables.resetAll();
      } else {
        variables.set(new SetVariable(reset.name(), List.of(), false));
      }
      return PgResponse.Done.of("RESET");
    }
    if (statement instanceof ShowVariable show) {
      return show(show.name());
    }
    if (statement instanceof NoEffect none) {
      return PgResponse.Done.of(none.tag());
    }
    return ofCursors(statement);
  }

  private PgResponse ofCursors(SessionStatement statement) {
    if (statement instanceof Declare declare) {
      return declare(declare);
    }
    if (statement instanceof Fetch fetch) {
      return fetch(fetch);
    }
    if (statement instanceof CloseCursor close) {
      if (close.all()) {
        open.closePortals();
      } else if (!open.close(close.name())) {
        throw new VitrineException(
            ErrorCode.INVALID_CURSOR_STATE, "The cursor '" + close.name() + "' does not exist.");
      }
      return PgResponse.Done.of(close.all() ? "CLOSE CURSOR ALL" : "CLOSE CURSOR");
    }
    if (statement instanceof CopyOut copy) {
      return copy(copy);
    }
    if (statement instanceof Discard discard) {
      return discard(discard);
    }
    if (statement instanceof Deallocate deallocate) {
      if (deallocate.all()) {
        open.removeAll();
      } else if (!open.remove(deallocate.name())) {
        open.statement(deallocate.name());
      }
      return PgResponse.Done.of(deallocate.all() ? "DEALLOCATE ALL" : "DEALLOCATE");
    }
    return ofSavepoints(statement);
  }

  private PgResponse ofSavepoints(SessionStatement statement) {
    if (!transactions.inBlock()) {
      throw new VitrineException(
          ErrorCode.INVALID_TRANSACTION_STATE, "Savepoints can only be used in a transaction.");
    }
    if (statement instanceof Savepoint savepoint) {
      session.transaction().savepoint(savepoint.name());
      return PgResponse.Done.of("SAVEPOINT");
    }
    if (statement instanceof ReleaseSavepoint release) {
      session.transaction().releaseSavepoint(release.name());
      return PgResponse.Done.of("RELEASE");
    }
    session.transaction().rollbackToSavepoint(((RollbackToSavepoint) statement).name());
    return PgResponse.Done.of("ROLLBACK");
  }

  private PgResponse show(String name) {
    List<Object[]> rows = new ArrayList<>();
    if (name.equals("all")) {
      variables.all().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(entry -> rows.add(new Object[] {entry.getKey(), entry.getValue(), ""}));
    } else {
      rows.add(new Object[] {variables.get(name)});
    }
    return new PgResponse.Result(showColumns(name), PgRows.of(rows), "SHOW", false);
  }

  private PgResponse declare(Declare declare) {
    if (!transactions.isOpen() && !declare.hold()) {
      throw new VitrineException(
              ErrorCode.INVALID_TRANSACTION_STATE,
              "DECLARE CURSOR without HOLD can only be used in a transaction.")
          .withHint("Send BEGIN first.");
    }
    PgPrepared query = preparation.read(declare.query());
    PgResponse.Result result = rows(query);
    PgPrepared text =
        new PgPrepared(query.body(), result.columns(), List.of(), true, query.bytes());
    Cursor cursor = new Cursor(result.rows(), declare.scroll(), session.memory());
    open.open(declare.name(), Portal.of(text, result, cursor, declare.hold()));
    return PgResponse.Done.of("DECLARE CURSOR");
  }

  private PgResponse.Result rows(PgPrepared query) {
    PgResponse response = run(query, List.of());
    if (response instanceof PgResponse.Result result) {
      return result;
    }
    throw new VitrineException(ErrorCode.PARSE_SYNTAX_ERROR, "A query is expected here.");
  }

  private PgResponse fetch(Fetch fetch) {
    Portal portal = open.portal(fetch.name());
    Cursor cursor =
        portal
            .cursor()
            .orElseThrow(
                () ->
                    new VitrineException(
                        ErrorCode.INVALID_CURSOR_STATE,
                        "The portal '" + fetch.name() + "' is not a cursor."));
    PgRows some = cursor.fetch(fetch);
    if (!fetch.move()) {
      return new PgResponse.Result(portal.text().columns(), some, "FETCH", true);
    }
    long count = 0;
    while (some.next().isPresent()) {
      count++;
    }
    return PgResponse.Done.of("MOVE " + count);
  }

  private PgResponse copy(CopyOut copy) {
    PgResponse.Result rows = rows(preparation.read(copy.query()));
    return new PgResponse.Copy(
        rows, new CopyFormat(copy.layout(), copy.delimiter(), copy.header(), copy.nullText()));
  }

  private PgResponse discard(Discard discard) {
    if (discard.what().equals("ALL")) {
      if (transactions.inBlock()) {
        throw new VitrineException(
            ErrorCode.INVALID_TRANSACTION_STATE, "DISCARD ALL cannot run in a transaction.");
      }
      open.closePortals();
      open.removeAll();
      variables.resetAll();
    }
    return PgResponse.Done.of("DISCARD " + discard.what().toUpperCase(Locale.ROOT));
  }
}
