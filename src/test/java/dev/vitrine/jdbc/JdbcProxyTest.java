package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.jdbc.metadata.MetadataConstants;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The compiler does not compare the methods of a proxy's object with those of its interface. */
final class JdbcProxyTest {
  interface Pair {
    int first();

    int second();

    default int third() {
      return 3;
    }
  }

  public static final class One {
    public int first() {
      return 1;
    }

    @Override
    public String toString() {
      return "one";
    }
  }

  private static List<Method> publicMethods(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getDeclaringClass() != Object.class)
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "java.sql.ResultSet, dev.vitrine.jdbc.VitrineResultSet",
    "java.sql.DatabaseMetaData, dev.vitrine.jdbc.VitrineDatabaseMetaData"
  })
  void publicMethodsAreThoseOfTheInterface(Class<?> type, Class<?> target)
      throws NoSuchMethodException {
    assertThat(publicMethods(target)).hasSizeGreaterThan(40);
    for (Method method : publicMethods(target)) {
      Method implemented = type.getMethod(method.getName(), method.getParameterTypes());
      assertThat(implemented.getReturnType()).isAssignableFrom(method.getReturnType());
      assertThat(List.of(method.getExceptionTypes()))
          .isSubsetOf(List.of(implemented.getExceptionTypes()));
    }
  }

  @Test
  void constantsAreResultsOfMethodsWithoutCode() throws IOException {
    Properties constants = new Properties();
    try (InputStream file = MetadataConstants.class.getResourceAsStream("constants.properties")) {
      constants.load(file);
    }
    Set<String> unknown = new TreeSet<>(constants.stringPropertyNames());
    List<Method> both = new ArrayList<>();
    for (Method method : DatabaseMetaData.class.getMethods()) {
      Optional<Object> constant = MetadataConstants.of(method);
      if (constant.isPresent()) {
        unknown.remove(method.getName());
        if (method.getReturnType() == boolean.class) {
          assertThat(constants.getProperty(method.getName())).isIn("true", "false");
        } else {
          assertThat(method.getReturnType()).isIn(int.class, String.class);
        }
        Optional<?> code =
            JdbcProxy.method(
                VitrineDatabaseMetaData.class, method.getName(), method.getParameterTypes());
        if (code.isPresent()) {
          both.add(method);
        }
      }
    }
    assertThat(unknown).isEmpty();
    // A conversion depends on its types.
    assertThat(both)
        .extracting(Method::toGenericString)
        .containsExactly(
            "public abstract boolean java.sql.DatabaseMetaData.supportsConvert(int,int)"
                + " throws java.sql.SQLException");
  }

  @Test
  void methodsOfTheInterfaceWithoutCodeFollowTheRule() {
    JdbcProxy<Pair, One> proxies =
        new JdbcProxy<>(
            Pair.class,
            One.class,
            method -> method.isDefault() ? Optional.empty() : Optional.of((one, arguments) -> 2));
    Pair pair = proxies.of(new One(), "pair");
    assertThat(pair.first()).isEqualTo(1);
    assertThat(pair.second()).isEqualTo(2);
    assertThat(pair.third()).isEqualTo(3);
    assertThat(List.of(pair)).contains(pair);
    assertThat(pair).isNotEqualTo(proxies.of(new One(), "pair")).hasToString("one");
  }

  @Test
  void aMethodWithoutImplementationIsRefused() {
    assertThatThrownBy(() -> new JdbcProxy<>(Pair.class, One.class, method -> Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("second");
  }

  @Test
  void resultSetsAreResultSetsOnly() throws Exception {
    try (ResultSet rows = ResultTable.of(ResultTable.text("a")).rows(List.of(List.of("x")))) {
      assertThat(rows.isWrapperFor(ResultSet.class)).isTrue();
      assertThat(rows.unwrap(ResultSet.class)).isSameAs(rows);
      assertThat(rows.isWrapperFor(VitrineResultSet.class)).isFalse();
      assertThatThrownBy(() -> rows.unwrap(VitrineResultSet.class))
          .hasMessageContaining("The result set wraps no " + VitrineResultSet.class.getName());
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("A")).isEqualTo("x");
      assertThatThrownBy(() -> rows.getString("b")).hasMessageContaining("'b'");
    }
  }
}
