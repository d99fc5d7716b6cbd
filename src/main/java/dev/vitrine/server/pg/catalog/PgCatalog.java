package dev.vitrine.server.pg.catalog;

import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.message.PgColumn;
import dev.vitrine.server.pg.message.PgType;
import dev.vitrine.server.pg.sql.CatalogText;
import dev.vitrine.server.pg.sql.SelectLabels;
import dev.vitrine.session.Session;
import java.sql.Array;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements on PostgreSQL's catalog, in a bounded number of private databases. Safe for use
 * by several threads.
 */
public final class PgCatalog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PgCatalog.class);

  /** Maximum rows of a result, which is kept in memory. */
  private static final int MOST_ROWS = 100_000;

  /** Maximum time of a statement in the private database. */
  private static final Duration MOST_TIME = Duration.ofSeconds(10);

  /** Maximum number of refused statements that are logged, and of characters of each. */
  private static final int MOST_LOGGED = 1_000;

  /** The name that H2 gives to a column that is a call; PostgreSQL uses the function's name. */
  private static final Pattern CALL = Pattern.compile("^(?:pgx\\.)?(?:pgx_)?([a-z_]\\w*)\\(.*\\)$");

  private final OffsetDateTime started = OffsetDateTime.now(ZoneOffset.UTC);
  private final CatalogDatabases databases = new CatalogDatabases();
  private final Set<Integer> logged = ConcurrentHashMap.newKeySet();
  private final AtomicLong refused = new AtomicLong();

  /**
   * A result.
   *
   * @param changes of run-time parameters, which the caller makes
   */
  public record Result(
      List<PgColumn> columns, List<Object[]> rows, List<CatalogSettings.Change> changes) {
    public Result {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
      changes = List.copyOf(changes);
    }
  }

  /** Number of statements that were not supported. */
  public long refused() {
    return refused.get();
  }

  /**
   * Runs a statement.
   *
   * @param values of the {@code ?}; elements may be null
   * @param facts about the session: database, schema, user, client, pid, version
   * @param settings run-time parameters
   * @param timeout of the statement; zero for none but the catalog's own
   * @throws VitrineException TABLE_OR_VIEW_NOT_FOUND or UNSUPPORTED_FEATURE when the catalog does
   *     not have what the statement needs, STATEMENT_TIMEOUT
   */
  public Result run(
      CatalogText text,
      List<Object> values,
      Session session,
      Map<String, String> facts,
      Map<String, String> settings,
      Duration timeout,
      Cancellation call) {
    boolean shorter = !timeout.isZero() && timeout.compareTo(MOST_TIME) < 0;
    Duration time = shorter ? timeout : MOST_TIME;
    return with(
        text,
        session.user(),
        time,
        call,
        database -> {
          database.clear();
          Map<String, String> known = new HashMap<>(facts);
          known.put("started", started.toString());
          new CatalogContent(session, database, text.sql(), known, time).fill(settings);
          // The engine sets a limit for each of its statements.
          call.limit(time);
          return query(database, text, values, call);
        });
  }

  /**
   * Columns and parameters of a statement.
   *
   * @param parameters the types that the database infers, in the order of the client's numbers
   */
  public record Description(List<PgColumn> columns, List<PgType> parameters) {
    public Description {
      columns = List.copyOf(columns);
      parameters = List.copyOf(parameters);
    }
  }

  /** The columns and parameters of a statement of this user that does not run yet. */
  public Description describe(CatalogText text, String user, Cancellation call) {
    return with(
        text,
        user,
        MOST_TIME,
        call,
        database -> {
          try (PreparedStatement statement = database.reader().prepareStatement(text.sql())) {
            return new Description(
                columns(statement.getMetaData(), text), parameters(statement, text));
          }
        });
  }

  /** Work in a private database. */
  private interface Work<T> {
    T in(CatalogDatabase database) throws SQLException;
  }

  private <T> T with(
      CatalogText text, String user, Duration time, Cancellation call, Work<T> work) {
    CatalogCalls.refusal(text)
        .ifPresent(
            failure -> {
              throw refused(text, failure);
            });
    call.limit(time);
    try {
      CatalogDatabase database = databases.take(user, call);
      try {
        return work.in(database);
      } finally {
        databases.giveBack(user, database);
      }
    } catch (SQLException failure) {
      call.check();
      throw refused(text, CatalogDatabase.refusal(failure));
    } finally {
      call.limit(Duration.ZERO);
    }
  }

  /** Counts a statement that is not supported, and logs the first of each text. */
  private VitrineException refused(CatalogText text, VitrineException failure) {
    if (failure.code() == ErrorCode.INVALID_PARAMETER_VALUE) {
      return failure;
    }
    refused.incrementAndGet();
    String sql = text.sql();
    if (logged.size() < MOST_LOGGED && logged.add(sql.hashCode())) {
      LOG.info(
          "A catalog statement is not supported: {}",
          sql.substring(0, Math.min(sql.length(), MOST_LOGGED)),
          failure);
    }
    return failure;
  }

  @SuppressWarnings("try")
  private static Result query(
      CatalogDatabase database, CatalogText text, List<Object> values, Cancellation call)
      throws SQLException {
    try (PreparedStatement statement = database.reader().prepareStatement(text.sql());
        Cancellation.Watch watch = call.whenOver(() -> cancel(statement))) {
      statement.setMaxRows(MOST_ROWS + 1);
      // The translation can leave out parameters at the end.
      int count = Math.min(values.size(), statement.getParameterMetaData().getParameterCount());
      for (int i = 0; i < count; i++) {
        Object value = values.get(i);
        statement.setObject(i + 1, value instanceof List<?> list ? list.toArray() : value);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<PgColumn> columns = columns(rows.getMetaData(), text);
        List<Object[]> all = new ArrayList<>();
        while (rows.next()) {
          if (all.size() == MOST_ROWS) {
            throw new VitrineException(
                ErrorCode.OUT_OF_MEMORY,
                "The result has more than " + MOST_ROWS + " rows of PostgreSQL's catalog.");
          }
          Object[] row = new Object[columns.size()];
          for (int i = 0; i < row.length; i++) {
            row[i] = value(rows, i + 1, columns.get(i).type());
          }
          all.add(row);
        }
        return new Result(columns, all, CatalogSettings.taken());
      }
    } finally {
      CatalogSettings.taken();
    }
  }

  private static void cancel(PreparedStatement statement) {
    try {
      statement.cancel();
    } catch (SQLException failure) {
      LOG.debug("A catalog statement could not be cancelled", failure);
    }
  }

  private static @Nullable Object value(ResultSet rows, int column, PgType type)
      throws SQLException {
    if (type.element() != type) {
      Array array = rows.getArray(column);
      return array == null ? null : Arrays.asList((Object[]) array.getArray());
    }
    return switch (type.format()) {
      case BOOLEAN, INT2, INT4, INT8, OID, FLOAT8, NUMERIC -> rows.getObject(column);
      case TIMESTAMPTZ -> utc(rows.getObject(column, OffsetDateTime.class));
      case FLOAT4, TEXT, BYTEA, DATE, TIME, TIMESTAMP, ARRAY -> rows.getString(column);
    };
  }

  private static @Nullable LocalDateTime utc(@Nullable OffsetDateTime time) {
    return time == null
        ? null
        : time.withOffsetSameInstant(ZoneOffset.UTC)
            .toLocalDateTime()
            .truncatedTo(ChronoUnit.MICROS);
  }

  private static List<PgColumn> columns(ResultSetMetaData description, CatalogText text)
      throws SQLException {
    SelectLabels labels = text.labels();
    List<PgColumn> columns = new ArrayList<>();
    for (int i = 1; i <= description.getColumnCount(); i++) {
      String name = CALL.matcher(description.getColumnLabel(i)).replaceFirst("$1");
      String label = labels.label(i - 1, description.getColumnCount(), name);
      columns.add(PgColumn.of(label, type(description, i, name.toLowerCase(Locale.ROOT))));
    }
    return columns;
  }

  /** Numbers that are compared with a BIGINT are object IDs. */
  private static List<PgType> parameters(PreparedStatement statement, CatalogText text)
      throws SQLException {
    ParameterMetaData description = statement.getParameterMetaData();
    List<PgType> types = new ArrayList<>();
    for (int i = 1; i <= text.parameters().size(); i++) {
      // The translation can leave out parameters at the end.
      int type =
          i <= description.getParameterCount() ? description.getParameterType(i) : Types.VARCHAR;
      types.add(
          switch (type) {
            case Types.BIGINT -> text.isArray(i) ? PgType.OID_ARRAY : PgType.OID;
            case Types.INTEGER -> PgType.INT4;
            case Types.BOOLEAN -> PgType.BOOL;
            case Types.ARRAY -> PgType.TEXT_ARRAY;
            default -> text.isArray(i) ? PgType.TEXT_ARRAY : PgType.TEXT;
          });
    }
    return types;
  }

  private static PgType type(ResultSetMetaData description, int column, String name)
      throws SQLException {
    return switch (description.getColumnType(column)) {
      case Types.BOOLEAN -> PgType.BOOL;
      case Types.SMALLINT, Types.TINYINT -> PgType.INT2;
      case Types.INTEGER -> PgType.INT4;
      case Types.BIGINT ->
          name.endsWith("oid") || name.endsWith("relid") ? PgType.OID : PgType.INT8;
      case Types.DOUBLE, Types.FLOAT, Types.REAL -> PgType.FLOAT8;
      case Types.DECIMAL, Types.NUMERIC -> PgType.NUMERIC;
      case Types.TIMESTAMP_WITH_TIMEZONE -> PgType.TIMESTAMPTZ;
      case Types.ARRAY ->
          description.getColumnTypeName(column).startsWith("INTEGER")
              ? PgType.INT4_ARRAY
              : PgType.TEXT_ARRAY;
      default -> PgType.TEXT;
    };
  }

  @Override
  public void close() {
    databases.close();
  }
}
