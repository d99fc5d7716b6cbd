package dev.vitrine.store.connection;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLFeatureNotSupportedException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One connection for all that a migration does. Flyway opens two: it changes the tables on one and
 * notes that on the other, in two transactions. A process that is killed between their commits
 * would leave changed tables without a note, and no later migration would succeed. On one
 * connection both are one transaction.
 */
public final class MigrationConnection implements InvocationHandler {
  private final Connection connection;

  private MigrationConnection(Connection connection) {
    this.connection = connection;
  }

  /** A source of this connection and no other, which only its owner closes. */
  public static DataSource source(Connection connection) {
    Connection kept = proxy(Connection.class, new MigrationConnection(connection));
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          if (method.getName().equals("getConnection")) {
            return kept;
          }
          if (method.getDeclaringClass() == Object.class) {
            return method.invoke(kept, arguments);
          }
          throw new SQLFeatureNotSupportedException(method.getName());
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            MigrationConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public @Nullable Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("close")) {
      return null;
    }
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException exception) {
      throw exception.getCause();
    }
  }
}
