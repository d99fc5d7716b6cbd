import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** The language of jOOQ, and what it reads of the metadata. Arguments: user, password, URLs. */
public final class JooqQueries {
  private JooqQueries() {}

  public static void main(String[] arguments) throws SQLException {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    for (int i = 2; i < arguments.length; i++) {
      try (Connection connection =
          DriverManager.getConnection(arguments[i], arguments[0], arguments[1])) {
        DSLContext jooq = DSL.using(connection, SQLDialect.DEFAULT);
        queries(jooq);
        metadata(jooq);
      }
    }
  }

  private static void queries(DSLContext jooq) {
    System.out.println(
        jooq.select(DSL.field("full_name"), DSL.count())
            .from(DSL.table("versions"))
            .where(DSL.field("schema_name").in("ml_team", "vision"))
            .groupBy(DSL.field("full_name"))
            .orderBy(DSL.field("full_name"))
            .limit(2)
            .fetch());
    System.out.println(
        jooq.fetch("SELECT created_at FROM models LIMIT 1").field(0).getDataType().getTypeName());
    int added =
        jooq.transactionResult(
            transaction ->
                transaction.dsl().execute("GRANT EXECUTE ON MODEL prod.vision.faces TO alice"));
    System.out.println("granted " + added);
    jooq.execute("REVOKE EXECUTE ON MODEL prod.vision.faces FROM alice");
    try {
      jooq.fetch("SELECT nothing FROM models");
    } catch (DataAccessException e) {
      System.out.println("error " + e.sqlState());
    }
  }

  private static void metadata(DSLContext jooq) {
    Table<?> versions = jooq.meta().getTables(DSL.name("registry", "versions")).get(0);
    System.out.println(versions.getPrimaryKey());
    System.out.println(versions.getReferences());
    System.out.println(versions.fields().length + " columns, " + versions.getComment());
  }
}
