package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every method of every JDBC interface is called with empty arguments: it returns, or throws an
 * SQLException with state, code and message. So no method throws another exception.
 */
final class EveryMethodContractTest extends ContractTest {
  /** They end the object, or wait. */
  private static final Set<String> LAST = Set.of("close", "abort", "free");

  /** The JDK's own, which want a text. */
  private static final Set<String> TEXT =
      Set.of("enquoteIdentifier", "enquoteLiteral", "enquoteNCharLiteral", "isSimpleIdentifier");

  @Test
  void connectionMethodsReturnOrThrowAsSpecified() throws SQLException {
    assertThat(callAll(Connection.class, connection)).isEmpty();
  }

  @Test
  void statementMethodsReturnOrThrowAsSpecified() throws SQLException {
    assertThat(callAll(Statement.class, connection.createStatement())).isEmpty();
  }

  @Test
  void preparedStatementMethodsReturnOrThrowAsSpecified() throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement("SELECT version FROM versions WHERE version = ?");
    assertThat(callAll(PreparedStatement.class, statement)).isEmpty();
  }

  @Test
  void resultSetMethodsReturnOrThrowAsSpecified() throws SQLException {
    ResultSet rows =
        connection.createStatement().executeQuery("SELECT version, source FROM versions");
    rows.next();
    assertThat(callAll(ResultSet.class, rows)).isEmpty();
  }

  @Test
  void metadataOfColumnsAndParametersReturnsOrThrowsAsSpecified() throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement("SELECT version FROM versions WHERE version = ?");
    assertThat(callAll(ResultSetMetaData.class, statement.getMetaData())).isEmpty();
    assertThat(callAll(ParameterMetaData.class, statement.getParameterMetaData())).isEmpty();
  }

  @Test
  void metadataMethodsAlwaysReturn() throws SQLException {
    List<String> problems = new ArrayList<>();
    for (Method method : methods(DatabaseMetaData.class)) {
      if (method.getName().equals("unwrap")) {
        continue;
      }
      try {
        Object answer = method.invoke(connection.getMetaData(), arguments(method));
        if (answer == null) {
          problems.add(method + " answers null");
        } else if (answer instanceof ResultSet rows) {
          assertThat(rows.getMetaData().getColumnLabel(1)).isNotBlank();
          rows.next();
          rows.close();
        }
      } catch (InvocationTargetException e) {
        problems.add(method + " throws " + e.getCause());
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(problems).isEmpty();
  }

  private static List<String> callAll(Class<?> type, Object object) {
    List<String> problems = new ArrayList<>();
    for (Method method : methods(type)) {
      try {
        method.invoke(object, arguments(method));
      } catch (InvocationTargetException e) {
        problem(method, e.getCause()).ifPresent(problems::add);
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
    return problems;
  }

  private static Optional<String> problem(Method method, Throwable failure) {
    if (!(failure instanceof SQLException known)) {
      return Optional.of(method + " throws " + failure);
    }
    boolean stated =
        known.getSQLState() != null
            && known.getSQLState().length() == 5
            && known.getErrorCode() > 0
            && known.getMessage() != null;
    boolean rightClass =
        known instanceof SQLFeatureNotSupportedException == "0A000".equals(known.getSQLState())
            || known instanceof BatchUpdateException;
    return stated && rightClass
        ? Optional.empty()
        : Optional.of(method + " throws without a proper state: " + known);
  }

  private static List<Method> methods(Class<?> type) {
    return Stream.of(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> !TEXT.contains(method.getName()))
        .sorted(
            Comparator.comparing((Method method) -> LAST.contains(method.getName()))
                .thenComparing(Method::toString))
        .toList();
  }

  private static Object[] arguments(Method method) {
    return Stream.of(method.getParameterTypes()).map(EveryMethodContractTest::empty).toArray();
  }

  private static Object empty(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 1;
    }
    if (type == short.class) {
      return (short) 1;
    }
    if (type == byte.class) {
      return (byte) 1;
    }
    if (type == long.class) {
      return 1L;
    }
    if (type == float.class) {
      return 1f;
    }
    if (type == double.class) {
      return 1d;
    }
    if (type == Executor.class) {
      return (Executor) Runnable::run;
    }
    return type == Class.class ? String.class : null;
  }
}
