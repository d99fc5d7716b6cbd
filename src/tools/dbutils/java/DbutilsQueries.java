import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.TreeMap;
import org.apache.commons.dbutils.QueryRunner;
import org.apache.commons.dbutils.handlers.MapListHandler;
import org.apache.commons.dbutils.handlers.ScalarHandler;

/** Commons DbUtils, which asks for the metadata of parameters. Arguments: user, password, URLs. */
public final class DbutilsQueries {
  private DbutilsQueries() {}

  public static void main(String[] arguments) throws SQLException {
    for (int i = 2; i < arguments.length; i++) {
      try (Connection connection =
          DriverManager.getConnection(arguments[i], arguments[0], arguments[1])) {
        run(new QueryRunner(), connection);
      }
    }
  }

  private static void run(QueryRunner runner, Connection connection) throws SQLException {
    runner
        .query(
            connection,
            "SELECT full_name, latest_version FROM models WHERE schema_name = ? AND comment = ?",
            new MapListHandler(),
            "ml_team",
            "Flowers")
        .forEach(row -> System.out.println(new TreeMap<>(row)));
    System.out.println(
        "without a run: "
            + runner.<Long>query(
                connection,
                "SELECT COUNT(*) FROM versions WHERE schema_name = 'ml_team' AND run_id = ?",
                new ScalarHandler<>(),
                (Object) null));
    connection.setAutoCommit(false);
    String model = "prod.ml_team.dbutils";
    System.out.println("created " + runner.update(connection, "CREATE MODEL " + model));
    System.out.println(
        "added version "
            + runner.insert(
                connection,
                "ALTER MODEL " + model + " ADD VERSION FROM ?",
                new ScalarHandler<Object>(),
                "s3://bucket/1"));
    System.out.println(
        "batch "
            + Arrays.toString(
                runner.batch(
                    connection,
                    "COMMENT ON MODEL " + model + " IS ?",
                    new Object[][] {{"first"}, {"second"}})));
    System.out.println(
        runner.<String>query(
            connection,
            "SELECT comment FROM models WHERE full_name = ?",
            new ScalarHandler<>(),
            model));
    connection.rollback();
  }
}
