package dev.vitrine.server.pg.run;

import dev.vitrine.catalog.DataType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.RowSize;
import dev.vitrine.server.pg.catalog.PgCatalog;
import dev.vitrine.server.pg.message.PgColumn;
import dev.vitrine.server.pg.message.PgType;
import dev.vitrine.server.pg.run.PgPrepared.Body;
import dev.vitrine.server.pg.sql.CatalogRecognition;
import dev.vitrine.server.pg.sql.CatalogText;
import dev.vitrine.server.pg.sql.DialectText;
import dev.vitrine.server.pg.sql.PgText;
import dev.vitrine.server.pg.sql.PgToken;
import dev.vitrine.server.pg.sql.SessionStatement;
import dev.vitrine.server.pg.sql.SessionStatement.Fetch;
import dev.vitrine.server.pg.sql.SessionStatement.ShowVariable;
import dev.vitrine.server.pg.sql.SessionStatementParser;
import dev.vitrine.session.Prepared;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Understands the statements of a connection before they run. For one thread. */
final class Preparation {
  /** Estimated bytes of a prepared statement without its text and columns. */
  private static final long FIXED_BYTES = 512;

  /** Estimated bytes of a column or parameter. */
  private static final long COLUMN_BYTES = 128;

  /** First words of statements whose second word belongs to the tag. */
  private static final Set<String> TWO_WORDS =
      Set.of("add", "alter", "create", "drop", "remove", "rename", "set", "unset");

  private final Session session;
  private final OpenStatements open;
  private final Supplier<Limits> limits;
  private final CatalogReader catalog;

  Preparation(
      Session session, OpenStatements open, Supplier<Limits> limits, CatalogReader catalog) {
    this.catalog = catalog;
    this.session = session;
    this.open = open;
    this.limits = limits;
  }

  /** The statement of the text, without asking the engine for columns and parameters. */
  PgPrepared read(PgText text) {
    Optional<SessionStatement> own = SessionStatementParser.parse(text);
    if (own.isPresent()) {
      return new PgPrepared(
          new Body.OfSession(own.get()), List.of(), List.of(), false, FIXED_BYTES);
    }
    if (CatalogRecognition.isCatalog(text)) {
      return new PgPrepared(
          new Body.OfCatalog(CatalogText.of(text)), List.of(), List.of(), true, FIXED_BYTES);
    }
    return new PgPrepared(
        new Body.OfDialect(DialectText.of(text), List.of(), tag(text)),
        List.of(),
        List.of(),
        false,
        FIXED_BYTES);
  }

  /**
   * The statement of the text with its columns and parameters.
   *
   * @param declared OIDs of parameter types that the client names; 0 for none
   */
  PgPrepared describe(PgText text, List<Integer> declared) {
    PgPrepared read = read(text);
    if (read.body() instanceof Body.OfSession own) {
      List<PgColumn> columns = columns(own.statement());
      return new PgPrepared(
          own,
          columns,
          parameters(declared, List.of(), List.of()),
          !columns.isEmpty(),
          FIXED_BYTES);
    }
    if (read.body() instanceof Body.OfCatalog own) {
      PgCatalog.Description description = catalog.describe(own.text());
      return new PgPrepared(
          own,
          description.columns(),
          parameters(declared, own.text().parameters(), description.parameters()),
          true,
          FIXED_BYTES + 2 * RowSize.ofText(text.text()));
    }
    if (!(read.body() instanceof Body.OfDialect dialect)) {
      return read;
    }
    Prepared prepared =
        placing(dialect.text(), () -> session.prepare(dialect.text().sql(), limits.get()));
    List<PgColumn> columns = prepared.columns().stream().map(PgColumn::of).toList();
    List<PgType> parameters =
        withArrays(
            parameters(
                declared,
                dialect.text().parameters(),
                prepared.parameters().stream().map(PgType::of).toList()),
            declared,
            dialect.text(),
            prepared.parameters());
    long bytes =
        FIXED_BYTES
            + (columns.size() + parameters.size()) * COLUMN_BYTES
            + 2 * RowSize.ofText(text.text());
    return new PgPrepared(
        new Body.OfDialect(dialect.text(), prepared.parameters(), dialect.tag()),
        columns,
        parameters,
        prepared.returnsRows(),
        bytes);
  }

  /** Columns of statements that are not the engine's. */
  private List<PgColumn> columns(SessionStatement statement) {
    if (statement instanceof ShowVariable show) {
      return PgRunner.showColumns(show.name());
    }
    if (statement instanceof Fetch fetch && !fetch.move()) {
      return open.portal(fetch.name()).text().columns();
    }
    return List.of();
  }

  /** The type that the client names, else the one that the engine expects. */
  private static List<PgType> parameters(
      List<Integer> declared, List<Integer> numbers, List<PgType> expected) {
    int count = declared.size();
    for (int number : numbers) {
      count = Math.max(count, number);
    }
    List<PgType> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int oid = i < declared.size() ? declared.get(i) : 0;
      int mark = numbers.indexOf(i + 1);
      PgType inferred = mark < 0 || mark >= expected.size() ? PgType.TEXT : expected.get(mark);
      types.add(oid == 0 || oid == PgType.UNKNOWN.oid() ? inferred : declared(oid, i + 1));
    }
    return types;
  }

  /** Parameters that stand for arrays have the type that the client names, or one of the engine. */
  private static List<PgType> withArrays(
      List<PgType> types, List<Integer> declared, DialectText text, List<DataType> expected) {
    List<PgType> result = new ArrayList<>(types);
    for (int mark = 0; mark < expected.size(); mark++) {
      int index = text.parameters().get(mark) - 1;
      boolean named = index < declared.size() && declared.get(index) != 0;
      if (text.isArray(mark) && !named) {
        result.set(index, PgType.arrayOf(expected.get(mark)));
      }
    }
    return result;
  }

  private static PgType declared(int oid, int number) {
    return PgType.of(oid)
        .orElseThrow(
            () ->
                new VitrineException(
                    ErrorCode.UNSUPPORTED_FEATURE,
                    "The type with OID "
                        + Integer.toUnsignedString(oid)
                        + " of parameter "
                        + number
                        + " is not supported."));
  }

  private static String tag(PgText text) {
    List<PgToken> tokens = text.tokens();
    String first = tokens.get(0).text();
    boolean two = TWO_WORDS.contains(first) && tokens.size() > 1;
    return (two ? first + " " + tokens.get(1).text() : first).toUpperCase(Locale.ROOT);
  }

  /** Positions of errors in the dialect's text become positions in the client's. */
  static <T> T placing(DialectText text, Supplier<T> work) {
    try {
      return work.get();
    } catch (VitrineException error) {
      throw error.position().map(place -> error.withPosition(text.origin(place))).orElse(error);
    }
  }
}
