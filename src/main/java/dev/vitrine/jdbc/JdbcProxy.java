package dev.vitrine.jdbc;

import dev.vitrine.jdbc.transport.SqlErrors;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.Wrapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Implements an interface of JDBC by the public methods of an object with the same name and
 * parameters. A rule gives the many other methods of the interface, such as those that return a
 * constant or that a read-only result set refuses. Immutable.
 *
 * @param <I> the interface
 * @param <T> type of the objects
 */
final class JdbcProxy<I, T> {
  /** Calls a method of the interface on an object. */
  @FunctionalInterface
  interface Call<T> {
    Object on(T target, Object[] arguments) throws Throwable;
  }

  private final Class<I> type;
  private final Map<Method, Call<T>> calls = new HashMap<>();

  /**
   * @param others the calls of the methods that the objects lack; empty for default methods
   * @throws IllegalArgumentException when a method has no implementation
   */
  JdbcProxy(Class<I> type, Class<T> target, Function<Method, Optional<Call<T>>> others) {
    this.type = type;
    for (Method method : type.getMethods()) {
      if (method.getDeclaringClass() == Wrapper.class) {
        continue;
      }
      Optional<Call<T>> call = method(target, method.getName(), method.getParameterTypes());
      call = call.isPresent() ? call : others.apply(method);
      if (call.isEmpty() && Modifier.isAbstract(method.getModifiers())) {
        throw new IllegalArgumentException("no implementation of " + method);
      }
      call.ifPresent(found -> calls.put(method, found));
    }
  }

  /** A public method of the objects. */
  static <T> Optional<Call<T>> method(Class<T> target, String name, Class<?>... parameters) {
    try {
      Method method = target.getMethod(name, parameters);
      return Optional.of((object, arguments) -> invoke(method, object, arguments));
    } catch (NoSuchMethodException absent) {
      return Optional.empty();
    }
  }

  /**
   * The object as an instance of the interface, which wraps nothing else.
   *
   * @param noun for the error of {@code unwrap}
   */
  I of(T target, String noun) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Call<T> call = calls.get(method);
          return call == null
              ? general(proxy, method, arguments, target, noun)
              : call.on(target, arguments);
        };
    return type.cast(
        Proxy.newProxyInstance(JdbcProxy.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** The methods of all objects and wrappers, and new default methods of the interface. */
  private static Object general(
      Object proxy, Method method, Object[] arguments, Object target, String noun)
      throws Throwable {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> target.toString();
      case "isWrapperFor" -> ((Class<?>) arguments[0]).isInstance(proxy);
      case "unwrap" -> unwrap(proxy, (Class<?>) arguments[0], noun);
      default -> InvocationHandler.invokeDefault(proxy, method, arguments);
    };
  }

  private static Object unwrap(Object proxy, Class<?> wanted, String noun) throws SQLException {
    if (wanted.isInstance(proxy)) {
      return proxy;
    }
    throw SqlErrors.invalidArgument("The " + noun + " wraps no " + wanted.getName() + ".");
  }

  private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }
}
