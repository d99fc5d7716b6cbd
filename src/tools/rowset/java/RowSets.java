import java.io.StringWriter;
import java.sql.SQLException;
import javax.sql.rowset.CachedRowSet;
import javax.sql.rowset.JdbcRowSet;
import javax.sql.rowset.JoinRowSet;
import javax.sql.rowset.RowSetFactory;
import javax.sql.rowset.RowSetProvider;
import javax.sql.rowset.WebRowSet;

/** The row sets of the JDK. Arguments: user, password, URLs. */
public final class RowSets {
  private static final String MODELS = "SELECT full_name, owner FROM models ORDER BY full_name";

  private RowSets() {}

  public static void main(String[] arguments) throws SQLException {
    RowSetFactory factory = RowSetProvider.newFactory();
    for (int i = 2; i < arguments.length; i++) {
      cached(connected(factory.createCachedRowSet(), arguments, i));
      direct(connected(factory.createJdbcRowSet(), arguments, i));
      xml(connected(factory.createWebRowSet(), arguments, i));
      joined(factory, arguments, i);
    }
  }

  private static <T extends javax.sql.RowSet> T connected(T rows, String[] arguments, int url)
      throws SQLException {
    rows.setUrl(arguments[url]);
    rows.setUsername(arguments[0]);
    rows.setPassword(arguments[1]);
    return rows;
  }

  private static void cached(CachedRowSet rows) throws SQLException {
    rows.setCommand("SELECT * FROM versions WHERE schema_name = ? ORDER BY version");
    rows.setString(1, "ml_team");
    rows.setMaxRows(10);
    rows.execute();
    while (rows.next()) {
      System.out.println(
          rows.getString("full_name")
              + " "
              + rows.getLong("version")
              + " "
              + rows.getString("SOURCE")
              + " "
              + (rows.getTimestamp("created_at") != null));
    }
  }

  private static void direct(JdbcRowSet rows) throws SQLException {
    rows.setCommand(MODELS);
    rows.execute();
    int count = 0;
    while (rows.next()) {
      count++;
    }
    System.out.println("rows " + count);
    rows.close();
  }

  private static void xml(WebRowSet rows) throws SQLException {
    rows.setCommand(MODELS);
    rows.execute();
    StringWriter xml = new StringWriter();
    rows.writeXml(xml);
    System.out.println("in XML: " + xml.toString().contains("prod.ml_team.iris_model"));
    rows.close();
  }

  private static void joined(RowSetFactory factory, String[] arguments, int url)
      throws SQLException {
    CachedRowSet models = connected(factory.createCachedRowSet(), arguments, url);
    models.setCommand(MODELS);
    models.execute();
    CachedRowSet aliases = connected(factory.createCachedRowSet(), arguments, url);
    aliases.setCommand("SELECT full_name, alias FROM aliases");
    aliases.execute();
    try (JoinRowSet join = factory.createJoinRowSet()) {
      join.addRowSet(models, "full_name");
      join.addRowSet(aliases, "full_name");
      while (join.next()) {
        System.out.println(join.getString(1) + " " + join.getString(3));
      }
    }
  }
}
