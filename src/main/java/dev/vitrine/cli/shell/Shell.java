package dev.vitrine.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.cli.script.ScriptPiece;
import dev.vitrine.cli.script.ScriptPiece.Command;
import dev.vitrine.cli.script.ScriptPiece.Sql;
import dev.vitrine.cli.script.ScriptReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts, piece by piece, on one connection at a time. Results and expected errors go to
 * {@code out}; the error that stops a script goes to {@code err}.
 */
public final class Shell implements AutoCloseable {
  /** The next step after a piece. */
  public enum Flow {
    CONTINUE,
    QUIT,
    FAILED
  }

  private final PrintStream out;
  private final PrintStream err;
  private final Settings settings;
  private final StatementRunner statements;
  private final ShellCommands commands = new ShellCommands(this);
  private final Variables variables = new Variables();
  private Target target;
  private Connection connection;
  private Optional<String> expectedState = Optional.empty();

  private Shell(
      Target target, Connection connection, Settings settings, PrintStream out, PrintStream err) {
    this.target = target;
    this.connection = connection;
    this.settings = settings;
    this.out = out;
    this.err = err;
    this.statements = new StatementRunner(settings, out, err);
  }

  /** A shell that is connected to {@code target}. */
  public static Shell open(Target target, Settings settings, PrintStream out, PrintStream err)
      throws SQLException {
    return new Shell(target, target.connect(), settings, out, err);
  }

  /**
   * Runs a whole script without output.
   *
   * @return the error that stopped it
   */
  public static Optional<String> runQuietly(Target target, Reader script) throws IOException {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(OutputStream.nullOutputStream());
        PrintStream err = new PrintStream(errors, false, UTF_8);
        Shell shell = open(target, new Settings(), out, err)) {
      return shell.runScript(script, "", false) == Flow.FAILED
          ? Optional.of(errors.toString(UTF_8))
          : Optional.empty();
    } catch (SQLException error) {
      return Optional.of(ErrorReport.of(error).describe(""));
    }
  }

  /** The settings, which commands change. */
  public Settings settings() {
    return settings;
  }

  Target target() {
    return target;
  }

  Connection connection() {
    return connection;
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  /** Ends the statement that another thread is running, if there is one. */
  void cancel() throws SQLException {
    statements.cancel();
  }

  /** The next statement, or attempt to connect, must fail with this SQLSTATE. */
  void expect(String sqlState) throws ShellException {
    failIfStillExpecting();
    expectedState = Optional.of(sqlState);
  }

  /** Sets a variable to the first value of a query, which may end with a semicolon. */
  void let(String name, String query) throws SQLException, ShellException {
    variables.set(
        connection, name, query.endsWith(";") ? query.substring(0, query.length() - 1) : query);
  }

  /** Connects as another user; if that fails, keeps the current connection. */
  void connect(String user, String password) throws SQLException, ShellException {
    Target next = target.as(user, password);
    Connection opened = next.connect();
    Connection previous = connection;
    connection = opened;
    target = next;
    previous.close();
    failIfStillExpecting();
  }

  /**
   * Runs a whole script; stops at the first error that it does not expect.
   *
   * @param source the name of the script in messages; empty for none
   * @param echo whether to print the script along with its results
   */
  public Flow runScript(Reader script, String source, boolean echo) {
    ScriptReader pieces = new ScriptReader(script);
    ScriptEcho story = new ScriptEcho(out);
    Flow flow = Flow.CONTINUE;
    int line = 1;
    while (flow == Flow.CONTINUE) {
      Optional<ScriptPiece> next;
      try {
        next = pieces.next();
      } catch (IOException error) {
        report(source, line, error.getMessage());
        return Flow.FAILED;
      }
      if (next.isEmpty()) {
        return endScript(source, line);
      }
      ScriptPiece piece = next.get();
      line = piece.line();
      if (echo && settings.echo() && settings.format().isForPeople()) {
        story.print(target.user(), piece);
      }
      flow = run(piece, source);
    }
    return flow;
  }

  /** Runs one piece and reports its error. */
  Flow run(ScriptPiece piece, String source) {
    try {
      if (piece instanceof Command command) {
        return commands.run(command.text(), source);
      }
      if (piece instanceof Sql statement) {
        statements.run(connection, variables.replaced(statement.text()));
        failIfStillExpecting();
      }
      return Flow.CONTINUE;
    } catch (SQLException error) {
      return failed(ErrorReport.of(error), piece, source);
    } catch (ShellException | IOException error) {
      expectedState = Optional.empty();
      report(source, piece.line(), error.getMessage());
      return Flow.FAILED;
    } finally {
      out.flush();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private Flow failed(ErrorReport error, ScriptPiece piece, String source) {
    String text = piece instanceof Sql statement ? statement.text() : "";
    Optional<String> expected = expectedState;
    expectedState = Optional.empty();
    if (expected.isPresent() && expected.get().equalsIgnoreCase(error.sqlState())) {
      out.print(error.describe(text));
      return Flow.CONTINUE;
    }
    out.flush();
    err.println(error.location(source, piece) + ":");
    err.print(error.describe(text));
    expected.ifPresent(state -> err.println("The script expected SQLSTATE " + state + " here."));
    err.flush();
    return Flow.FAILED;
  }

  private Flow endScript(String source, int lastLine) {
    try {
      failIfStillExpecting();
      return Flow.CONTINUE;
    } catch (ShellException error) {
      report(source, lastLine, error.getMessage());
      return Flow.FAILED;
    }
  }

  private void failIfStillExpecting() throws ShellException {
    if (expectedState.isPresent()) {
      String state = expectedState.get();
      expectedState = Optional.empty();
      throw new ShellException("SQLSTATE " + state + " was expected, but there was no error");
    }
  }

  private void report(String source, int line, @Nullable String message) {
    out.flush();
    err.println(ErrorReport.location(source, line) + ":");
    err.println("Error: " + message);
    err.flush();
  }
}
