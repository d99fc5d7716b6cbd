package dev.vitrine.server.web.browse;

import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.View;
import dev.vitrine.server.web.rights.Rights;
import java.util.List;

/** The first page: models changed recently, models of the user, catalogs. */
public record HomeView(
    String user, List<Row> recent, List<Row> own, List<Row> catalogs, Rights rights)
    implements View {
  /** A step of a newcomer, with the statement for it. */
  public record Step(String text, String sql) {}

  /** The way to the first version of a model, for users who see no catalog. */
  public static final List<Step> STEPS =
      List.of(
          new Step("Create a catalog: the place of a team or a stage.", "CREATE CATALOG prod"),
          new Step("Create a schema in it.", "CREATE SCHEMA prod.ml_team"),
          new Step(
              "Create a model.",
              "CREATE MODEL prod.ml_team.iris_model COMMENT 'Classifies three species of iris'"),
          new Step(
              "Register a version, from a source or with an MLflow client.",
              "ALTER MODEL prod.ml_team.iris_model ADD VERSION FROM 's3://bucket/iris'"),
          new Step(
              "Give it an alias, by which programs load it.",
              "ALTER MODEL prod.ml_team.iris_model VERSION 1 SET ALIAS Champion"));

  /** Number of models in each list. */
  private static final int MODELS = 10;

  /** Query of the models changed last. */
  public static final String RECENT =
      "SELECT full_name, comment, updated_at, updated_by FROM system.registry.models"
          + " ORDER BY updated_at DESC, full_name LIMIT "
          + MODELS;

  private static final String OWN =
      "SELECT full_name, comment, updated_at, updated_by FROM system.registry.models"
          + " WHERE owner = ? ORDER BY updated_at DESC, full_name LIMIT "
          + MODELS;

  /** Query of the catalogs. */
  public static final String CATALOGS =
      "SELECT catalog_name, comment, owner FROM system.registry.catalogs ORDER BY catalog_name"
          + " LIMIT 50";

  static HomeView of(UserRequest request) {
    return new HomeView(
        request.user(),
        request.rows(RECENT),
        request.rows(OWN, request.user()),
        request.rows(CATALOGS),
        Rights.ofMetastore(request));
  }

  /** The query of the user's models. */
  public String ownSql() {
    return Listing.filled(OWN, user);
  }

  @Override
  public String template() {
    return "browse/home.jte";
  }

  @Override
  public String title() {
    return "Models";
  }
}
