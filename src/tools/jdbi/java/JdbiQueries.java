import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Jdbi on top of the driver. Arguments: user, password, URLs. */
public final class JdbiQueries {
  /** A version of a model. */
  public record Version(String fullName, long version, String source, LocalDateTime createdAt) {}

  private JdbiQueries() {}

  public static void main(String[] arguments) {
    for (int i = 2; i < arguments.length; i++) {
      Jdbi jdbi = Jdbi.create(arguments[i], arguments[0], arguments[1]);
      jdbi.registerRowMapper(ConstructorMapper.factory(Version.class));
      queries(jdbi);
      changes(jdbi);
    }
  }

  private static void queries(Jdbi jdbi) {
    List<Version> versions =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT full_name, version, source, created_at FROM versions"
                            + " WHERE version IN (<numbers>) AND schema_name = :schema"
                            + " ORDER BY version")
                    .bindList("numbers", List.of(1L, 2L))
                    .bind("schema", "ml_team")
                    .setFetchSize(0)
                    .mapTo(Version.class)
                    .list());
    versions.forEach(
        version ->
            System.out.println(
                version.fullName() + " " + version.version() + " " + version.source()));
    List<Map<String, Object>> maps =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT model_name, latest_version FROM models ORDER BY 1")
                    .mapToMap()
                    .list());
    System.out.println(maps);
    System.out.println(
        "stream "
            + jdbi.<Long, RuntimeException>withHandle(
                handle ->
                    handle
                        .createQuery("SELECT column_name FROM system.information_schema.columns")
                        .mapTo(String.class)
                        .stream()
                        .distinct()
                        .filter("full_name"::equals)
                        .count()));
  }

  private static void changes(Jdbi jdbi) {
    String model = "prod.ml_team.jdbi";
    jdbi.useTransaction(
        handle -> {
          handle.execute("CREATE MODEL " + model);
          System.out.println(
              "added "
                  + handle
                      .createUpdate("ALTER MODEL " + model + " ADD VERSION FROM ? RUN ID ?")
                      .bind(0, "s3://bucket/jdbi")
                      .bind(1, "run7")
                      .executeAndReturnGeneratedKeys("version")
                      .mapTo(Long.class)
                      .one());
          PreparedBatch batch =
              handle.prepareBatch("ALTER MODEL " + model + " ADD VERSION FROM :source");
          batch.bind("source", "s3://bucket/2").add();
          batch.bind("source", "s3://bucket/3").add();
          System.out.println("batch " + java.util.Arrays.toString(batch.execute()));
        });
    System.out.println(
        jdbi.<List<Long>, RuntimeException>withHandle(
            handle ->
                handle
                    .createQuery("SELECT version FROM versions WHERE full_name = ? ORDER BY 1")
                    .bind(0, model)
                    .mapTo(Long.class)
                    .list()));
    jdbi.useHandle(handle -> handle.execute("DROP MODEL " + model));
    try {
      jdbi.useHandle(handle -> handle.execute("DROP MODEL " + model));
    } catch (UnableToExecuteStatementException e) {
      System.out.println("error " + ((java.sql.SQLException) e.getCause()).getSQLState());
    }
  }
}
