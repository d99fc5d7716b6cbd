package dev.vitrine.store.vendor;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MachineErrors;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates errors of the store. The text of the store is never sent to clients, because it can
 * contain values of hidden rows.
 */
public final class StoreErrors {
  /** H2's ErrorCode.DATABASE_ALREADY_OPEN_1. */
  public static final int H2_IN_USE = 90020;

  private static final Logger LOG = LoggerFactory.getLogger(StoreErrors.class);

  /** H2's ErrorCode.DATABASE_IS_READ_ONLY. */
  private static final int H2_READ_ONLY = 90_097;

  /** H2's ErrorCode.DATABASE_IS_CLOSED. */
  private static final int H2_CLOSED = 90_098;

  /** Messages of Linux, including quotas, and of Windows. */
  private static final List<String> NO_SPACE =
      List.of("No space left on device", "Disk quota exceeded", "not enough space on the disk");

  private static final Pattern TOO_MANY_DIGITS =
      Pattern.compile("\"(?:NUMERIC|DECIMAL|DECFLOAT)\\b");

  private StoreErrors() {}

  /** The exception to throw for {@code failure}; a conflict, or a Vitrine error. */
  public static RuntimeException translate(Throwable failure) {
    // H2 runs in this process, and DbException#convert reports an overflow of the stack as a bug.
    VirtualMachineError error = cause(failure, VirtualMachineError.class);
    if (error != null) {
      return MachineErrors.translate(error);
    }
    // Also one that Vitrine's code threw inside of H2.
    VitrineException own = cause(failure, VitrineException.class);
    if (own != null) {
      return own;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreConflictException) {
        return (RuntimeException) cause;
      }
      if (cause instanceof SQLException exception) {
        // Only the pool throws without a state: when it has closed a connection that broke.
        return exception.getSQLState() == null ? unreachable(failure) : translate(exception);
      }
    }
    return internal(failure);
  }

  /** The exception to throw when a request got no connection. */
  public static RuntimeException noConnection(RuntimeException exception) {
    if (exception instanceof VitrineException known) {
      return known;
    }
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException timeout && timeout.getCause() == null) {
        return new VitrineException(
                ErrorCode.TOO_MANY_CONNECTIONS, "All connections to the store are in use.")
            .withCause(exception)
            .withHint("Close unused result sets and transactions, and try again.");
      }
    }
    return unreachable(exception);
  }

  /** A session outlived its user. */
  public static VitrineException userDropped() {
    return new VitrineException(ErrorCode.AUTHENTICATION_FAILED, "The user was dropped.")
        .withHint("Connect as another user.");
  }

  private static RuntimeException translate(SQLException exception) {
    String state = exception.getSQLState();
    if (isDiskFull(exception) && exception.getErrorCode() != H2_CLOSED) {
      return error(ErrorCode.DISK_FULL, "The disk of the registry store is full.", exception)
          .withHint("Reads continue. Changes are accepted again when the disk has space.");
    }
    return switch (state) {
      case "23505", "23503", "23506", "90131" -> new StoreConflictException(exception);
      case "40001", "40P01" -> new StoreAbortException(exception);
      case "55P03", "HYT00" -> lockTimeout().withCause(exception);
      case "57014", "HY008" ->
          error(ErrorCode.QUERY_CANCELED, "The statement was cancelled or timed out.", exception)
              .withHint("Run it again, with a longer query timeout if it timed out.");
      case "22012" ->
          error(ErrorCode.DIVIDE_BY_ZERO, "Division by zero.", exception)
              .withHint("Use NULLIF(divisor, 0) to get NULL instead.");
      case "22018", "22P02", "22007", "22008" ->
          error(ErrorCode.CAST_INVALID_INPUT, "A value cannot be cast to the type.", exception)
              .withHint("Filter the rows first, or compare the values as text.");
      case "90008" -> dataException(exception); // H2: an argument that a function does not take.
      case "22003" -> outOfRange(exception);
      // H2 reports a number with too many digits for its type as a value that is too long.
      case "22001" ->
          TOO_MANY_DIGITS.matcher(String.valueOf(exception.getMessage())).find()
              ? outOfRange(exception)
              : dataException(exception);
      case "21000", "90053" ->
          error(
                  ErrorCode.CARDINALITY_VIOLATION,
                  "A scalar sub-query returned more than one row.",
                  exception)
              .withHint("Use IN, an aggregate function such as MAX, or FETCH FIRST ROW ONLY.");
      // 90108: H2 had no memory, and has closed the database.
      case "53200", "90108" ->
          error(ErrorCode.OUT_OF_MEMORY, "The store has no memory for the statement.", exception)
              .withHint("Read fewer rows or shorter values at once.");
      default -> byClass(state, exception);
    };
  }

  private static VitrineException tooComplex(Throwable cause) {
    return error(
            ErrorCode.STATEMENT_TOO_COMPLEX,
            "The statement exceeds a limit of the store: it is nested too deeply, or has too many"
                + " columns or parts.",
            cause)
        .withHint("Split it into several statements.");
  }

  private static RuntimeException byClass(String state, SQLException exception) {
    return switch (state.substring(0, 2)) {
      case "22" -> dataException(exception);
      case "54" -> tooComplex(exception);
      case "08", "57" -> unreachable(exception);
      case "90" ->
          exception.getErrorCode() == H2_CLOSED ? unreachable(exception) : internal(exception);
      case "53" ->
          error(
                  ErrorCode.TOO_MANY_CONNECTIONS,
                  "The store has no free connection or no resources left.",
                  exception)
              .withHint("Try again, or raise the store's limits.");
      default -> internal(exception);
    };
  }

  /** Whether the disk of the database is full, or its file is read-only as long as it is. */
  public static boolean isDiskFull(SQLException exception) {
    if ("53100".equals(exception.getSQLState()) || exception.getErrorCode() == H2_READ_ONLY) {
      return true;
    }
    IOException cause = cause(exception, IOException.class);
    return cause != null
        && cause.getMessage() != null
        && NO_SPACE.stream().anyMatch(cause.getMessage()::contains);
  }

  /** The first cause of a type, or null. */
  public static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }

  private static VitrineException outOfRange(SQLException exception) {
    return error(
            ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
            "A number is out of range, or a text longer than 16 MiB.",
            exception)
        .withHint("Use a wider type, such as BIGINT or DOUBLE; shorten texts.");
  }

  private static VitrineException dataException(SQLException exception) {
    return error(ErrorCode.DATA_EXCEPTION, "A value does not fit the operation.", exception)
        .withHint("Check the arguments of the functions and the LIKE patterns.");
  }

  /** Another transaction held a lock for too long. */
  public static VitrineException lockTimeout() {
    return new VitrineException(
            ErrorCode.LOCK_TIMEOUT,
            "The statement waited too long for a lock that another transaction holds.")
        .withHint("Try again when the other transaction has ended.");
  }

  /** The store does not respond. */
  public static VitrineException unreachable(Throwable cause) {
    LOG.warn("The store is unreachable: {}", cause.toString());
    return error(ErrorCode.STORE_UNREACHABLE, "The registry store does not respond.", cause)
        .withHint("Check that the database is running, and try again.");
  }

  private static VitrineException internal(Throwable failure) {
    String id = UUID.randomUUID().toString();
    LOG.error("Internal error {}", id, failure);
    return VitrineException.internal(id, failure);
  }

  private static VitrineException error(ErrorCode code, String problem, Throwable cause) {
    return new VitrineException(code, problem).withCause(cause);
  }

  /** The error of a store that cannot be opened, without hosts, users and databases of the URL. */
  public static VitrineException cannotOpen(StoreLocation location, SQLException exception) {
    if (exception.getErrorCode() == H2_IN_USE) {
      return new VitrineException(
              ErrorCode.CANNOT_CONNECT,
              "The store "
                  + location.url().substring("jdbc:vitrine:".length())
                  + " is in use by another process.")
          .withCause(exception)
          .withHint(
              "Only one process at a time can open an embedded file store: close the other one,"
                  + " or use PostgreSQL.");
    }
    // The driver's message names hosts, users and databases of the store.
    return new VitrineException(
            ErrorCode.CANNOT_CONNECT,
            "The registry store cannot be opened: "
                + location.masked(firstLine(exception.getMessage())))
        .withCause(exception)
        .withHint("Check the URL, that the database is running, and that it accepts the account.");
  }

  private static String firstLine(@Nullable String message) {
    String line = message == null ? "no reason given." : message.lines().findFirst().orElse("");
    return line.endsWith(".") ? line : line + ".";
  }
}
