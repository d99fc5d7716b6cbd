package dev.vitrine.server.pg.run;

import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.catalog.CatalogFunctions;
import dev.vitrine.server.pg.catalog.PgCatalog;
import dev.vitrine.server.pg.message.ErrorFields;
import dev.vitrine.server.pg.message.MessageFields;
import dev.vitrine.server.pg.message.PgColumn;
import dev.vitrine.server.pg.message.PgType;
import dev.vitrine.server.pg.message.ValueFormat;
import dev.vitrine.server.pg.message.ValueReader;
import dev.vitrine.server.pg.run.PgPrepared.Body;
import dev.vitrine.server.pg.sql.CatalogText;
import dev.vitrine.server.pg.sql.PgText;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import dev.vitrine.wire.ConnectionLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements, portals and transactions of one connection. For one thread. */
public final class PgSession {
  private final Session session;
  private final SessionVariables variables;
  private final Transactions transactions;
  private final OpenStatements open;
  private final Preparation preparation;
  private final PgRunner runner;
  private final CatalogReader catalog;

  public PgSession(
      Session session, SessionVariables variables, ConnectionLimits limits, PgCatalog relations) {
    this.catalog = new CatalogReader(relations, session, variables, () -> within(limits));
    this.session = session;
    this.variables = variables;
    this.open = new OpenStatements(session.memory(), limits.statements());
    this.transactions = new Transactions(session, variables, open::transactionEnds);
    SearchPath.begin(session, variables);
    this.preparation = new Preparation(session, open, () -> within(limits), catalog);
    this.runner =
        new PgRunner(
            session, variables, transactions, open, () -> within(limits), preparation, catalog);
  }

  private Limits within(ConnectionLimits limits) {
    return limits.within(new Limits(0, variables.statementTimeout()));
  }

  /** Sets the number of the connection, which clients can read. */
  public void processId(int id) {
    catalog.processId(id);
  }

  /** Sets the call that can cancel the statements of the next message. */
  public void under(Cancellation call) {
    catalog.under(call);
  }

  public Session session() {
    return session;
  }

  public SessionVariables variables() {
    return variables;
  }

  /** The status in ReadyForQuery messages. */
  public char status() {
    return transactions.status();
  }

  /**
   * Runs one statement of a simple query.
   *
   * @param several whether the query has several, which are one transaction
   */
  public PgResponse simple(PgText text, boolean several) {
    PgPrepared read = preparation.read(text);
    if (several || (variables.readsOnly() && read.body() instanceof Body.OfDialect)) {
      transactions.beginImplicit();
    }
    return runner.run(read, List.of());
  }

  /** Ends the implicit transaction of statements that were sent together. */
  public void endImplicit(boolean successful) {
    transactions.endImplicit(successful);
  }

  /** Closes the portal without a name, which a simple query ends. */
  public void closeUnnamed() {
    open.close("");
    open.remove("");
  }

  /**
   * Prepares a statement.
   *
   * @param oids types of parameters; 0 for those that the engine should infer
   */
  public void parse(String name, String sql, List<Integer> oids) {
    open.requireFree(name);
    List<PgText> texts = PgText.split(sql);
    if (texts.size() > 1) {
      throw new VitrineException(
              ErrorCode.PARSE_SYNTAX_ERROR, "A prepared statement can only contain one statement.")
          .withHint("Prepare the statements one by one.");
    }
    PgPrepared text =
        texts.isEmpty()
            ? new PgPrepared(new Body.Empty(), List.of(), List.of(), false, 0)
            : preparation.describe(texts.get(0), oids);
    open.add(name, text);
  }

  /** Makes a portal of a prepared statement; the fields follow the names in a Bind message. */
  public void bind(String portal, String statement, MessageFields in) {
    PgPrepared text = open.statement(statement);
    int[] formats = formats(in);
    int count = in.count(Integer.BYTES);
    if (count != text.parameters().size()) {
      throw new VitrineException(
          ErrorCode.PROTOCOL_VIOLATION,
          "The statement has "
              + text.parameters().size()
              + " parameters, and "
              + count
              + " values were sent.");
    }
    if (formats.length > 1 && formats.length != count) {
      throw new VitrineException(
          ErrorCode.PROTOCOL_VIOLATION, "The number of parameter formats is wrong.");
    }
    List<byte @Nullable []> raw = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = in.int32();
      raw.add(length == -1 ? null : in.bytes(length));
    }
    int[] columns = formats(in);
    in.requireEnd();
    if (columns.length > 1 && columns.length != text.columns().size()) {
      throw new VitrineException(
          ErrorCode.PROTOCOL_VIOLATION, "The number of column formats is wrong.");
    }
    open.open(portal, portal(text, raw, formats, new ResultFormats(columns)));
  }

  private static int[] formats(MessageFields in) {
    int[] formats = new int[in.count(Short.BYTES)];
    for (int i = 0; i < formats.length; i++) {
      formats[i] = in.int16();
      if (formats[i] != 0 && formats[i] != 1) {
        throw new VitrineException(
            ErrorCode.PROTOCOL_VIOLATION, "A format must be 0 (text) or 1 (binary).");
      }
    }
    return formats;
  }

  /** A portal with the values converted to the types that the engine expects. */
  private Portal portal(
      PgPrepared text, List<byte @Nullable []> raw, int[] formats, ResultFormats results) {
    if (text.body() instanceof Body.OfCatalog own) {
      return new Portal(text, catalogValues(own.text(), text.parameters(), raw, formats), results);
    }
    if (!(text.body() instanceof Body.OfDialect dialect)) {
      return new Portal(text, List.of(), results);
    }
    BoundValues bound = new BoundValues(text, dialect, variables.zone());
    bound.read(raw, formats);
    return new Portal(bound.statement(), bound.values(), results);
  }

  private List<Object> catalogValues(
      CatalogText text, List<PgType> types, List<byte @Nullable []> raw, int[] formats) {
    ValueReader reader = new ValueReader(variables.zone());
    List<Object> values = new ArrayList<>();
    for (int number : text.parameters()) {
      byte[] bytes = raw.get(number - 1);
      PgType type = types.get(number - 1);
      int format = formats.length == 0 ? 0 : formats[formats.length == 1 ? 0 : number - 1];
      Object value =
          bytes == null
              ? null
              : format == 1
                  ? reader.binary(type, bytes, number)
                  : reader.text(type, MessageFields.utf8(bytes), number);
      values.add(
          value instanceof String array
                  && (type.format() == ValueFormat.ARRAY || text.isArray(number))
              ? CatalogFunctions.elements(array)
              : value);
    }
    return values;
  }

  /** The types of the parameters of a prepared statement. */
  public List<PgType> parameters(String statement) {
    return open.statement(statement).parameters();
  }

  /** The columns of a prepared statement; empty if it returns no rows. */
  public Optional<List<PgColumn>> columns(String statement) {
    return columns(open.statement(statement));
  }

  private static Optional<List<PgColumn>> columns(PgPrepared text) {
    return text.returnsRows() ? Optional.of(text.columns()) : Optional.empty();
  }

  /** The columns of a portal; empty if it returns no rows. */
  public Optional<List<PgColumn>> portalColumns(String portal) {
    return columns(open.portal(portal).text());
  }

  public Portal portal(String name) {
    return open.portal(name);
  }

  /**
   * Executes a portal, or goes on with one whose rows were not all sent.
   *
   * @param last whether no other statement follows before the next Sync; otherwise the statements
   *     are one transaction
   * @return empty for a portal of an empty text
   */
  public Optional<PgResponse> execute(Portal portal, boolean last) {
    PgPrepared text = portal.text();
    if (text.body() instanceof Body.Empty) {
      return Optional.empty();
    }
    if (portal.open().isPresent()) {
      return Optional.of(portal.open().get());
    }
    if (portal.isFinished()) {
      throw new VitrineException(
          ErrorCode.INVALID_CURSOR_STATE, "The portal was executed already.");
    }
    if ((!last && !(text.body() instanceof Body.OfSession))
        || (variables.readsOnly() && text.body() instanceof Body.OfDialect)) {
      transactions.beginImplicit();
    }
    PgResponse response = runner.run(text, portal.values());
    if (response instanceof PgResponse.Result result) {
      requireSame(text, result);
      portal.open(result);
    } else {
      portal.finish();
    }
    return Optional.of(response);
  }

  private static void requireSame(PgPrepared text, PgResponse.Result result) {
    if (!PgColumn.sameTypes(text.columns(), result.columns())) {
      result.rows().close();
      throw new VitrineException(
              ErrorCode.UNSUPPORTED_FEATURE, "The columns of the prepared statement have changed.")
          .withHint("Prepare the statement again.");
    }
  }

  public void closeStatement(String name) {
    open.remove(name);
  }

  public void closePortal(String name) {
    open.close(name);
  }

  /**
   * The message of an error.
   *
   * @param text to which the position refers; empty for none
   */
  public static ErrorFields error(VitrineException failure, String text) {
    int position =
        failure
            .position()
            .filter(place -> !text.isEmpty())
            .map(place -> PgText.character(text, place))
            .orElse(0);
    return ErrorFields.of(ErrorFields.Severity.ERROR, failure, position);
  }

  /** Closes portals and the session. */
  public void close() {
    try {
      open.closePortals();
    } finally {
      session.close();
    }
  }
}
