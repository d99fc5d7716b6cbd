package dev.vitrine.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** Connections that say, before each, which statements are about to change something. */
public final class WatchedSource {
  private static final Pattern CHANGING =
      Pattern.compile(
          "(?is)\\s*(?:--[^\\n]*\\n\\s*)*(?:CREATE|ALTER|DROP|INSERT|UPDATE|DELETE|COMMENT)\\b.*");

  private final Consumer<String> watcher;
  private final Queue<Connection> open = new ConcurrentLinkedQueue<>();

  private WatchedSource(Consumer<String> watcher) {
    this.watcher = watcher;
  }

  /** A process that would be killed: what ends with it is its connections. */
  public interface Watched {
    DataSource dataSource();

    /** Ends all connections as the end of the process does, without a word to the database. */
    void kill() throws SQLException;
  }

  public static Watched of(DataSource source, Consumer<String> watcher) {
    WatchedSource watched = new WatchedSource(watcher);
    DataSource proxy =
        proxy(
            DataSource.class,
            source,
            (method, arguments, result) ->
                result instanceof Connection connection ? watched.connection(connection) : result);
    return new Watched() {
      @Override
      public DataSource dataSource() {
        return proxy;
      }

      @Override
      public void kill() throws SQLException {
        for (Connection connection : watched.open) {
          connection.abort(Runnable::run);
        }
      }
    };
  }

  private Connection connection(Connection connection) {
    open.add(connection);
    return proxy(
        Connection.class,
        connection,
        (method, arguments, result) -> {
          if (result instanceof PreparedStatement statement) {
            return statement(PreparedStatement.class, statement, (String) arguments[0]);
          }
          return result instanceof Statement statement
              ? statement(Statement.class, statement, "")
              : result;
        },
        (method, arguments) -> {
          if (method.equals("commit")) {
            watcher.accept("COMMIT");
          }
        });
  }

  private <S extends Statement> S statement(Class<S> type, S statement, String prepared) {
    return proxy(
        type,
        statement,
        (method, arguments, result) -> result,
        (method, arguments) -> {
          if (method.startsWith("execute")) {
            String sql =
                arguments != null && arguments.length > 0 && arguments[0] instanceof String text
                    ? text
                    : prepared;
            if (CHANGING.matcher(sql).matches()) {
              watcher.accept(sql);
            }
          }
        });
  }

  private interface After {
    Object of(String method, Object[] arguments, Object result);
  }

  private interface Before {
    void call(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, T target, After after) {
    return proxy(type, target, after, (method, arguments) -> {});
  }

  private static <T> T proxy(Class<T> type, T target, After after, Before before) {
    return type.cast(
        Proxy.newProxyInstance(
            WatchedSource.class.getClassLoader(),
            List.of(type).toArray(new Class<?>[0]),
            (self, method, arguments) -> {
              before.call(method.getName(), arguments);
              try {
                Object result = method.invoke(target, arguments);
                return after.of(method.getName(), arguments, result);
              } catch (InvocationTargetException exception) {
                throw exception.getCause();
              }
            }));
  }
}
