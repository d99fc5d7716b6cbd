package dev.vitrine.server.web.detail;

import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.Tree;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.content.DetailPart;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How programs use a model, as a part of a page. */
public record UsePart(List<Snippet> snippets) implements DetailPart {
  private static final String USUAL_ALIAS = "champion";

  public UsePart {
    snippets = List.copyOf(snippets);
  }

  /**
   * A piece of a program.
   *
   * @param title the language
   */
  public record Snippet(String title, String text) {}

  /** The snippets for a model. */
  public static UsePart of(UserRequest request, RegisteredModel model) {
    String server = request.server();
    String uri = model.fullName() + reference(request, model);
    String selected = "models:/" + uri;
    return new UsePart(
        List.of(
            new Snippet("Python", python(selected, server)),
            new Snippet("SQL", sql(model)),
            new Snippet("curl", curl(model, server)),
            new Snippet("JDBC", jdbc(model, server))));
  }

  /** The usual alias, else the first one, else the highest version. */
  private static String reference(UserRequest request, RegisteredModel model) {
    Map<String, Long> aliases = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    aliases.putAll(model.aliases());
    for (String alias : aliases.keySet()) {
      if (alias.equalsIgnoreCase(USUAL_ALIAS)) {
        return "@" + alias;
      }
    }
    if (!aliases.isEmpty()) {
      return "@" + aliases.keySet().iterator().next();
    }
    List<Row> latest =
        request.rows(
            "SELECT latest_version FROM system.registry.models WHERE full_name = ?",
            model.fullName());
    return latest.isEmpty() || latest.get(0).isNull(0) ? "/1" : "/" + latest.get(0).number(0);
  }

  private static String python(String uri, String server) {
    return """
        import os
        import mlflow

        os.environ["DATABRICKS_HOST"] = %s
        # DATABRICKS_TOKEN: a token from your account page, or CREATE TOKEN
        mlflow.set_registry_uri("databricks-uc")
        model = mlflow.pyfunc.load_model(%s)
        predictions = model.predict(data)
        """
        .formatted(python(server), python(uri));
  }

  /** A string literal of Python. */
  private static String python(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String sql(RegisteredModel model) {
    String name = SqlNames.name(model.fullName());
    return """
        SELECT version, status, aliases, tags FROM %1$s ORDER BY version DESC;
        DESCRIBE MODEL EXTENDED %1$s;
        SHOW ALIASES IN MODEL %1$s;
        """
        .formatted(name);
  }

  private static String curl(RegisteredModel model, String server) {
    return """
        curl -H "Authorization: Bearer $DATABRICKS_TOKEN" \\
          %s
        """
        .formatted(
            shell(
                server
                    + "/api/2.1/unity-catalog/models/"
                    + Tree.encoded(model.fullName())
                    + "?include_aliases=true"));
  }

  /** A quoted word of a shell. */
  private static String shell(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String jdbc(RegisteredModel model, String server) {
    URI uri = URI.create(server);
    boolean secure = "https".equals(uri.getScheme());
    String query = "SELECT version, source FROM " + SqlNames.name(model.fullName());
    return """
        String url = "jdbc:vitrine://%s%s";
        try (Connection connection = DriverManager.getConnection(url, user, passwordOrToken);
            Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery(%s)) {
          while (rows.next()) {
            System.out.println(rows.getLong("version") + " " + rows.getString("source"));
          }
        }
        """
        .formatted(uri.getAuthority(), secure ? "?ssl=true" : "", python(query));
  }
}
