import java.util.List;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.jdbc.support.rowset.SqlRowSet;
import org.springframework.transaction.NestedTransactionNotSupportedException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Templates, transactions and the translation of errors of Spring JDBC. Arguments: user, password,
 * URLs.
 */
public final class SpringTemplates {
  /** A model as {@code JdbcClient} makes it from a row. */
  public record Model(String fullName, Long latestVersion, java.time.LocalDateTime createdAt) {}

  private SpringTemplates() {}

  public static void main(String[] arguments) throws MetaDataAccessException {
    for (int i = 2; i < arguments.length; i++) {
      DriverManagerDataSource source =
          new DriverManagerDataSource(arguments[i], arguments[0], arguments[1]);
      JdbcTemplate template = new JdbcTemplate(source);
      template.setFetchSize(50);
      template.setMaxRows(1_000);
      template.setQueryTimeout(30);
      queries(template);
      transactions(source, template);
      errors(template);
      System.out.println(
          JdbcUtils.<String>extractDatabaseMetaData(
              source, metadata -> metadata.getDatabaseProductName()));
    }
  }

  private static void queries(JdbcTemplate template) {
    List<Map<String, Object>> models =
        template.queryForList(
            "SELECT full_name, comment, latest_version FROM models WHERE schema_name = ?"
                + " ORDER BY full_name",
            "ml_team");
    models.forEach(System.out::println);
    System.out.println(
        template.queryForObject(
            "SELECT version FROM aliases WHERE full_name = ? AND alias_key = ?",
            Integer.class,
            "prod.ml_team.iris_model",
            "champion"));
    System.out.println(
        new NamedParameterJdbcTemplate(template)
            .queryForList(
                "SELECT version FROM versions WHERE version IN (:wanted) ORDER BY version DESC",
                Map.of("wanted", List.of(1L, 2L, 99L)),
                Long.class));
    List<Model> records =
        JdbcClient.create(template)
            .sql("SELECT full_name, latest_version, created_at FROM models WHERE model_name = :m")
            .param("m", "iris_model")
            .query(Model.class)
            .list();
    System.out.println(
        records.get(0).fullName()
            + " "
            + records.get(0).latestVersion()
            + " "
            + (records.get(0).createdAt().getYear() > 2000));
    SqlRowSet rows = template.queryForRowSet("SELECT name, kind FROM principals ORDER BY name");
    int count = 0;
    while (rows.next()) {
      count += rows.getString("name").isEmpty() ? 0 : 1;
    }
    System.out.println("principals " + count + " " + List.of(rows.getMetaData().getColumnNames()));
  }

  private static void transactions(DriverManagerDataSource source, JdbcTemplate template) {
    DataSourceTransactionManager manager = new DataSourceTransactionManager(source);
    TransactionTemplate readOnly = new TransactionTemplate(manager);
    readOnly.setReadOnly(true);
    readOnly.setTimeout(30);
    System.out.println(
        "read only: "
            + readOnly.<Integer>execute(
                status -> template.queryForObject("SELECT COUNT(*) FROM versions", Integer.class)));

    String model = "prod.ml_team.spring";
    template.execute("CREATE MODEL " + model);
    TransactionTemplate writing = new TransactionTemplate(manager);
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    writing.executeWithoutResult(
        status ->
            template.update(
                connection ->
                    connection.prepareStatement(
                        "ALTER MODEL " + model + " ADD VERSION FROM 's3://x'",
                        new String[] {"version"}),
                key));
    System.out.println("added version " + key.getKey());
    writing.executeWithoutResult(
        status -> {
          template.update("ALTER MODEL " + model + " VERSION 1 SET ALIAS a");
          try {
            status.createSavepoint();
            System.out.println("savepoint");
          } catch (NestedTransactionNotSupportedException e) {
            System.out.println("no savepoints, and it says so");
          }
        });
    writing.executeWithoutResult(
        status -> {
          template.update("ALTER MODEL " + model + " VERSION 1 SET ALIAS b");
          status.setRollbackOnly();
        });
    System.out.println(
        template.queryForList(
            "SELECT alias FROM aliases WHERE full_name = ?", String.class, model));
    System.out.println(
        "batch "
            + java.util.Arrays.toString(
                template.batchUpdate(
                    "ALTER MODEL " + model + " VERSION 1 SET ALIAS c",
                    "ALTER MODEL " + model + " UNSET ALIAS c",
                    "DROP MODEL " + model)));
  }

  private static void errors(JdbcTemplate template) {
    for (String sql :
        new String[] {
          "SELECT * FROM nothing_here",
          "SELECT nothing FROM models",
          "SELEC 1",
          "DROP MODEL prod.ml_team.nothing",
          "CREATE SCHEMA prod.ml_team",
          "SELECT 1 / 0",
          "INSERT INTO models VALUES (1)"
        }) {
      try {
        template.execute(sql);
        System.out.println("no error: " + sql);
      } catch (DataAccessException e) {
        System.out.println(
            e.getClass().getSimpleName()
                + " "
                + ((java.sql.SQLException) e.getMostSpecificCause()).getSQLState()
                + ": "
                + sql);
      }
    }
  }
}
