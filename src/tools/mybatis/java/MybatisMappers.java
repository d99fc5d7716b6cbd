import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

/** Mappers of MyBatis, and its pool. Arguments: user, password, URLs. */
public final class MybatisMappers {
  private MybatisMappers() {}

  /** A new version; its number is filled in. */
  public static final class Added {
    private final String source;
    private Long version;

    Added(String source) {
      this.source = source;
    }

    public String getSource() {
      return source;
    }

    public Long getVersion() {
      return version;
    }

    public void setVersion(Long version) {
      this.version = version;
    }
  }

  /** The statements. */
  public interface Models {
    @Select("SELECT model_name, comment, latest_version FROM models ORDER BY model_name")
    List<Map<String, Object>> all();

    @Select(
        "<script>SELECT version FROM versions WHERE version IN"
            + " <foreach item='v' collection='wanted' open='(' separator=',' close=')'>#{v}</foreach>"
            + " ORDER BY version</script>")
    List<Long> versions(@Param("wanted") List<Long> wanted);

    @Select("SELECT created_at FROM models WHERE model_name = #{name}")
    LocalDateTime createdAt(@Param("name") String name);

    @Select("SELECT created_at FROM models WHERE model_name = #{name}")
    Instant instant(@Param("name") String name);

    @Update("CREATE MODEL prod.ml_team.mybatis")
    int create();

    @Insert("ALTER MODEL prod.ml_team.mybatis ADD VERSION FROM #{source}")
    @Options(useGeneratedKeys = true, keyProperty = "version", keyColumn = "version")
    int add(Added added);

    @Select("SELECT nothing FROM models")
    List<String> wrong();
  }

  public static void main(String[] arguments) throws SQLException {
    for (int i = 2; i < arguments.length; i++) {
      PooledDataSource source =
          new PooledDataSource(
              "dev.vitrine.jdbc.VitrineDriver", arguments[i], arguments[0], arguments[1]);
      source.setPoolPingEnabled(true);
      source.setPoolPingQuery("SELECT 1");
      Configuration settings =
          new Configuration(new Environment("test", new JdbcTransactionFactory(), source));
      settings.setDefaultFetchSize(100);
      settings.setDefaultStatementTimeout(30);
      settings.addMapper(Models.class);
      SqlSessionFactory sessions = new SqlSessionFactoryBuilder().build(settings);
      queries(sessions);
      changes(sessions);
      source.forceCloseAll();
    }
  }

  private static void queries(SqlSessionFactory sessions) {
    try (SqlSession session = sessions.openSession()) {
      Models models = session.getMapper(Models.class);
      models.all().forEach(row -> System.out.println(new java.util.TreeMap<>(row)));
      System.out.println(models.versions(List.of(1L, 2L, 5L)));
      System.out.println(
          models
              .createdAt("iris_model")
              .toInstant(java.time.ZoneOffset.UTC)
              .equals(models.instant("iris_model")));
      models.wrong();
    } catch (PersistenceException e) {
      System.out.println("error " + ((SQLException) e.getCause()).getSQLState());
    }
  }

  private static void changes(SqlSessionFactory sessions) {
    try (SqlSession session = sessions.openSession()) {
      Models models = session.getMapper(Models.class);
      System.out.println("created " + models.create());
      for (String source : new String[] {"s3://1", "s3://2"}) {
        Added added = new Added(source);
        models.add(added);
        System.out.println("added version " + added.getVersion());
      }
      session.rollback();
    }
    try (SqlSession session = sessions.openSession()) {
      System.out.println("models " + session.getMapper(Models.class).all().size());
    }
  }
}
