package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Prepared statements and their parameters. */
final class PreparedContractTest extends ContractTest {
  private static final String BY_NAME = "SELECT comment FROM models WHERE model_name = ?";

  private static String first(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  @Test
  void parametersAreBoundAndBoundAgain() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BY_NAME)) {
      statement.setString(1, "iris_model");
      assertThat(first(statement)).isEqualTo("Flowers");
      statement.setString(1, "none");
      assertThat(first(statement)).isNull();
      statement.setString(1, "iris_model");
      assertThat(first(statement)).isEqualTo("Flowers");
    }
  }

  @Test
  void parametersAreKnownBeforeExecution() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT version FROM versions WHERE version = ? AND source = ?")) {
      ParameterMetaData parameters = statement.getParameterMetaData();
      assertThat(parameters.getParameterCount()).isEqualTo(2);
      assertThat(parameters.getParameterType(1)).isEqualTo(Types.BIGINT);
      assertThat(parameters.getParameterTypeName(2)).isEqualTo("VARCHAR");
      assertThat(parameters.getParameterClassName(1)).isEqualTo("java.lang.Long");
      assertThat(parameters.getParameterMode(1)).isEqualTo(ParameterMetaData.parameterModeIn);
      assertState("22023", () -> parameters.getParameterType(3));
    }
  }

  @Test
  void columnsAreKnownBeforeExecution() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(BY_NAME);
        PreparedStatement change = connection.prepareStatement("USE CATALOG system")) {
      assertThat(query.getMetaData().getColumnLabel(1)).isEqualTo("comment");
      assertThat(change.getMetaData()).isNull();
    }
  }

  @Test
  void maxRowsHolds() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT version FROM versions")) {
      statement.setMaxRows(2);
      assertThat(strings(statement.executeQuery(), 1)).hasSize(2);
      statement.setMaxRows(0);
      assertThat(strings(statement.executeQuery(), 1)).hasSizeGreaterThan(2);
    }
  }

  @Test
  void fetchSizeOfZeroReadsAllRows() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT version FROM versions")) {
      statement.setFetchSize(0);
      assertThat(strings(statement.executeQuery(), 1)).hasSizeGreaterThan(2);
      statement.setFetchSize(1);
      assertThat(strings(statement.executeQuery(), 1)).hasSizeGreaterThan(2);
    }
  }

  @Test
  void unboundParameterIsNamed() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BY_NAME)) {
      assertState("07001", statement::executeQuery);
      assertState("22023", () -> statement.setString(2, "x"));
      statement.setString(1, "x");
      statement.clearParameters();
      assertState("07001", statement::executeQuery);
    }
  }

  @Test
  void nullIsAValue() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BY_NAME)) {
      statement.setNull(1, Types.VARCHAR);
      assertThat(first(statement)).isNull();
      statement.setObject(1, null);
      assertThat(first(statement)).isNull();
    }
  }

  @Test
  void numbersConvertToTheDeclaredType() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT version FROM versions WHERE model_name = 'iris_model' AND version = ?")) {
      statement.setInt(1, 2);
      assertThat(first(statement)).isEqualTo("2");
      statement.setString(1, "3");
      assertThat(first(statement)).isEqualTo("3");
      statement.setObject(1, new BigDecimal("1"), Types.DECIMAL);
      assertThat(first(statement)).isEqualTo("1");
      statement.setObject(1, 2L, JDBCType.BIGINT);
      assertThat(first(statement)).isEqualTo("2");
      statement.setString(1, "two");
      assertState("22018", statement::executeQuery);
    }
  }

  private void assertRefused(String state, int code, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      SQLException refusal = failure(statement::execute);
      assertThat(refusal.getSQLState()).as(sql + refusal.getMessage()).isEqualTo(state);
      assertThat(refusal.getErrorCode()).isEqualTo(code);
    }
  }

  /** Queries and other statements refuse a value with the same condition. */
  @Test
  void aValueThatCannotBeConvertedHasOneCondition() throws SQLException {
    String where = "SELECT version FROM versions WHERE ";
    String alias = "ALTER MODEL IDENTIFIER(?) VERSION ? SET ALIAS IDENTIFIER(?)";
    for (Object invalid : new Object[] {"two", "", Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused("22018", 1306, where + "version = ?", invalid);
      assertRefused("22018", 1306, "SELECT version FROM versions LIMIT ?", invalid);
      assertRefused("22018", 1306, alias, "a.b.c", invalid, "x");
    }
    assertRefused("22018", 1306, where + "created_at = ?", "yesterday");
    assertRefused("22018", 1306, where + "CAST(created_at AS DATE) = ?", "2024-13-01");
    assertRefused("22018", 1306, where + "CAST(version AS DOUBLE) = ?", "two");
    assertRefused("22018", 1306, where + "(version = 1) = ?", "maybe");
    for (Object tooLarge : new Object[] {1.5, "1.5", "1E2000", new BigDecimal("1E+40")}) {
      assertRefused("22003", 1307, "SELECT version FROM versions LIMIT ?", tooLarge);
      assertRefused("22003", 1307, alias, "a.b.c", tooLarge, "x");
    }
    assertRefused("22003", 1307, where + "version = ?", "1E2000");
    assertRefused("22003", 1307, where + "CAST(version AS DOUBLE) = ?", "1E400");
  }

  @Test
  void momentsOfAnyKindCompareWithTimestamps() throws SQLException {
    Instant later = Instant.now().plusSeconds(100_000);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT 'yes' FROM models WHERE model_name = 'iris_model' AND created_at < ?")) {
      for (Object moment :
          new Object[] {
            later,
            later.atOffset(ZoneOffset.UTC),
            later.atZone(ZoneOffset.UTC),
            LocalDateTime.ofInstant(later, ZoneOffset.UTC),
            Timestamp.from(later),
            LocalDate.ofInstant(later, ZoneOffset.UTC).plusDays(2),
            Date.valueOf(LocalDate.ofInstant(later, ZoneOffset.UTC).plusDays(2))
          }) {
        statement.setObject(1, moment);
        assertThat(first(statement)).as(moment.getClass().getName()).isEqualTo("yes");
      }
      statement.setTimestamp(1, Timestamp.from(Instant.EPOCH));
      assertThat(first(statement)).isNull();
    }
  }

  @Test
  void textComesFromManySources() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BY_NAME)) {
      statement.setCharacterStream(1, new StringReader("iris_model"));
      assertThat(first(statement)).isEqualTo("Flowers");
      statement.setCharacterStream(1, new StringReader("iris_model and more"), 10);
      assertThat(first(statement)).isEqualTo("Flowers");
      statement.setClob(1, new StringReader("iris_model"));
      assertThat(first(statement)).isEqualTo("Flowers");
      statement.setNString(1, "iris_model");
      assertThat(first(statement)).isEqualTo("Flowers");
      statement.setObject(1, UUID.randomUUID());
      assertThat(first(statement)).isNull();
    }
  }

  @Test
  void governanceTakesParameters() throws SQLException {
    String model = newModel();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "ALTER MODEL " + model + " ADD VERSION FROM ?", Statement.RETURN_GENERATED_KEYS)) {
      statement.setString(1, "s3://it's");
      assertThat(statement.executeUpdate()).isEqualTo(1);
      assertThat(strings(statement.getGeneratedKeys(), "version")).containsExactly("1");
    }
    assertThat(value("SELECT source FROM versions WHERE full_name = '" + model + "'"))
        .isEqualTo("s3://it's");
  }

  @Test
  void batchRunsEachSetOfParameters() throws SQLException {
    String model = newModel();
    try (PreparedStatement statement =
        connection.prepareStatement("ALTER MODEL " + model + " ADD VERSION FROM ?")) {
      statement.setString(1, "s3://b/1");
      statement.addBatch();
      statement.setString(1, "s3://b/2");
      statement.addBatch();
      assertThat(statement.executeBatch()).containsExactly(1, 1);
      assertThat(strings(statement.getGeneratedKeys(), "version")).containsExactly("1", "2");
    }
  }

  @Test
  void queryInABatchFails() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
      statement.addBatch();
      assertThatObject(failure(statement::executeBatch)).isInstanceOf(BatchUpdateException.class);
    }
  }

  @Test
  void wrongKindThrowsBeforeAnythingRuns() throws SQLException {
    String name = ContractTarget.newName();
    try (PreparedStatement change =
            connection.prepareStatement("CREATE MODEL prod.ml_team." + name);
        PreparedStatement query = connection.prepareStatement("SELECT 1")) {
      assertState("07005", change::executeQuery);
      assertState("07000", query::executeUpdate);
      assertState("22023", () -> query.executeQuery("SELECT 1"));
    }
    assertThat(values("SELECT model_name FROM models WHERE model_name = '" + name + "'")).isEmpty();
  }

  @Test
  void fetchFirstTakesAParameter() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT version FROM versions ORDER BY version FETCH FIRST ? ROWS ONLY")) {
      statement.setInt(1, 2);
      assertThat(strings(statement.executeQuery(), 1)).hasSize(2);
    }
  }

  @Test
  void showIsAQuery() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SHOW CATALOGS")) {
      assertThat(strings(statement.executeQuery(), 1)).contains("prod");
    }
  }
}
