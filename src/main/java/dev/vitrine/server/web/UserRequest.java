package dev.vitrine.server.web;

import dev.vitrine.server.rest.CallRunner;
import dev.vitrine.server.rest.RequestCalls;
import dev.vitrine.session.RemoteUser;
import dev.vitrine.session.StatementSql;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.statement.tree.Call;
import dev.vitrine.statement.tree.Statement;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One request of a signed-in browser, with access to its parameters and to the registry. Everything
 * runs in the user's session, within the limits of the server, and is cancelled when the browser
 * disconnects.
 */
public final class UserRequest implements CallRunner {
  private final Context context;
  private final RemoteUser user;
  private final String secret;
  private final String server;
  private final RequestCalls calls;
  private final RequestParameters parameters;

  UserRequest(
      Context context,
      RemoteUser user,
      String secret,
      String server,
      RequestCalls calls,
      RequestParameters parameters) {
    this.context = context;
    this.user = user;
    this.secret = secret;
    this.server = server;
    this.calls = calls;
    this.parameters = parameters;
  }

  /** The base URL of this server for the browser, without a slash at its end. */
  public String server() {
    return server;
  }

  /** The request itself. */
  public Context context() {
    return context;
  }

  /** The user's name. */
  public String user() {
    return user.name();
  }

  /** The user, for work that outlives the request. */
  public RemoteUser remoteUser() {
    return user;
  }

  /** The secret of the browser session. */
  String secret() {
    return secret;
  }

  /** A part of the path, decoded. */
  public String path(String name) {
    return context.pathParam(name);
  }

  /** A parameter of the query, or a field of the form, unless it is empty. */
  public Optional<String> text(String name) {
    return parameters.text(name);
  }

  /** All values of a parameter or field. */
  public List<String> texts(String name) {
    return parameters.texts(name);
  }

  /** Whether the parameter or field was sent, even if it is empty. */
  public boolean has(String name) {
    return parameters.has(name);
  }

  /**
   * A parameter or field that must not be empty.
   *
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE when it is
   */
  public String required(String name) {
    return text(name).orElseThrow(() -> RequestParameters.invalid("'" + name + "' is missing."));
  }

  /**
   * A whole number.
   *
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE when it is none
   */
  public Optional<Long> number(String name) {
    return text(name)
        .map(
            text -> {
              try {
                return Long.parseLong(text.strip());
              } catch (NumberFormatException malformed) {
                throw RequestParameters.invalid("'" + name + "' is not a whole number.")
                    .withCause(malformed);
              }
            });
  }

  /** Whether a box is checked. */
  public boolean flag(String name) {
    return text(name).isPresent();
  }

  /** Whether a script requests a part of a page. */
  public boolean isPartial() {
    return Pages.isPartial(context);
  }

  /** The rows of a query that the user may see. */
  public List<Row> rows(String sql, Object... values) {
    return rows(sql, Arrays.asList(values));
  }

  /** The rows of a query that the user may see. */
  public List<Row> rows(String sql, List<?> values) {
    return calls.rows(sql, values).stream().map(Row::new).toList();
  }

  /** The rows of a statement. */
  public List<Row> rows(Statement statement) {
    return calls.rows(statement).stream().map(Row::new).toList();
  }

  /** Runs the statements of a text, one by one; the rows of the last must be closed. */
  public List<Outcome> execute(String sql) {
    return calls.execute(sql);
  }

  /** Runs one statement. */
  public Outcome run(Statement statement) {
    return calls.run(statement);
  }

  /** Runs statements, all of them or none. */
  public List<Outcome> run(List<? extends Statement> statements) {
    List<Outcome> outcomes = new ArrayList<>();
    List<Runnable> changes = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      boolean first = i == 0;
      Statement statement = statements.get(i);
      changes.add(
          () -> {
            if (first) {
              // The transaction is repeated after a conflict.
              outcomes.clear();
            }
            outcomes.add(calls.run(statement));
          });
    }
    calls.runTogether(changes);
    return outcomes;
  }

  @Override
  public <R> R run(Call<R> call) {
    return calls.run(call);
  }

  /**
   * Charges the copies of a part of the response to the user's memory until the request has ended.
   *
   * @throws dev.vitrine.error.VitrineException OUT_OF_MEMORY when a limit is reached
   */
  public void reserve(long bytes) {
    calls.reserve(bytes);
  }

  /** The SQL of a statement, with asterisks for secrets. */
  public String sql(Statement statement) {
    return StatementSql.of(statement);
  }

  /** Shows a message on the next page of this browser. */
  public void notice(Notice notice) {
    Notices.set(context, secret, notice);
  }
}
