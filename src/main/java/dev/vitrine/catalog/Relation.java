package dev.vitrine.catalog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A read-only relation that queries can name.
 *
 * @param schema the schema it is in, below the catalog {@code system}: {@code registry}, {@code
 *     access} or {@code information_schema}; or {@link #MODELS} or {@link #SESSION}
 * @param name lower case; of a model its full name
 * @param comment meaning of a row
 * @param catalog the catalog of its rows, in lower case, existing or not; empty for the whole
 *     registry
 * @param point the number of the point in time of its rows among those of a query, from 1; 0 for
 *     the present
 */
public record Relation(
    String schema,
    String name,
    String comment,
    List<Column> columns,
    Optional<String> catalog,
    int point) {
  /** Pseudo-schema of the relations of models, each with one row per version. */
  public static final String MODELS = "model";

  /** Pseudo-schema of relations that only functions use; names of catalogs cannot contain a dot. */
  public static final String SESSION = "session.";

  /** The relations of the schema {@code registry} whose past is recorded. */
  private static final Set<String> RECORDED =
      Set.of(
          "catalogs",
          "schemas",
          "models",
          "versions",
          "aliases",
          "tags",
          "version_tags",
          "signature_columns",
          "version_params",
          "version_metrics",
          "grants",
          "effective_grants",
          "principals",
          "group_members");

  private static final List<Column> MODEL_COLUMNS =
      List.of(
          Column.bigint("version", false, "Version number, from 1"),
          Column.varchar("status", 32, false, "PENDING_REGISTRATION, FAILED_REGISTRATION or READY"),
          Column.varchar("aliases", 4_000, false, "Aliases that point at it, JSON array"),
          Column.varchar("source", 4_000, true, "URI the version was registered from"),
          Column.varchar("run_id", 255, true, "MLflow run that produced the version"),
          Column.varchar("signature", 1_000_000, true, "MLflow model signature, JSON"),
          Column.varchar("comment", 65_536, true, "Comment"),
          Column.varchar("tags", 65_535, false, "Tags of the version, JSON object"),
          Column.varchar("storage_location", 4_000, true, "Location of the files"),
          Column.timestamp("created_at", false, "Time of creation, UTC"),
          Column.varchar("created_by", 255, false, "Creator"),
          Column.timestamp("updated_at", false, "Time of the last change, UTC"),
          Column.varchar("updated_by", 255, false, "Author of the last change"));

  /** The relations of models, with the right on a model that makes its rows visible. */
  private static final Map<String, JoinRole> JOIN_ROLES =
      Map.of(
          "models", JoinRole.VISIBLE,
          "tags", JoinRole.VISIBLE,
          "versions", JoinRole.READABLE,
          "aliases", JoinRole.READABLE,
          "version_tags", JoinRole.READABLE,
          "signature_columns", JoinRole.READABLE,
          "version_params", JoinRole.READABLE,
          "version_metrics", JoinRole.READABLE);

  private static final Column OBJECT_ID =
      Column.bigint("object_id", false, "Different for any two objects, of whatever type");

  /** What a relation does where several are joined on the full name of a model. */
  public enum JoinRole {
    /** It has the rows of the objects that the caller may see. */
    VISIBLE,
    /** It has the rows of the models that the caller may read. */
    READABLE,
    /** It has the rows of all objects, and must be joined with one of the former. */
    FOLLOWING,
    /** The same, with the rows of models only; for a relation that has rows of others, too. */
    FOLLOWING_MODELS
  }

  public Relation {
    columns = List.copyOf(columns);
  }

  /** A relation with rows of the whole registry. */
  public Relation(String schema, String name, String comment, List<Column> columns) {
    this(schema, name, comment, columns, Optional.empty(), 0);
  }

  /** The same relation in the schema of that name of one catalog, with its rows only. */
  public Relation within(String catalog) {
    return new Relation(schema, name, comment, columns, Optional.of(catalog), point);
  }

  /** The same relation with the rows of a past point in time, by its number from 1. */
  public Relation at(int number) {
    return new Relation(schema, name, comment, columns, catalog, number);
  }

  /**
   * The relation that takes its place in a join on the full name; a further column {@code
   * object_id} has the ID of the object.
   */
  public Relation joined(JoinRole role) {
    List<Column> further = new ArrayList<>(columns);
    further.add(OBJECT_ID);
    return new Relation(schema(role), name, comment, further);
  }

  /** The role that decides on its rows alone, VISIBLE or READABLE; empty if it has none. */
  public Optional<JoinRole> joinRole() {
    return schema.equals("registry") && catalog.isEmpty() && isPresent()
        ? Optional.ofNullable(JOIN_ROLES.get(name))
        : Optional.empty();
  }

  /** Whether its rows are visible only together with those of another relation. */
  public boolean follows() {
    return schema.equals(schema(JoinRole.FOLLOWING))
        || schema.equals(schema(JoinRole.FOLLOWING_MODELS));
  }

  private static String schema(JoinRole role) {
    return role.name().toLowerCase(Locale.ROOT) + ".";
  }

  /** Whether it can have the role. */
  public boolean canBe(JoinRole role) {
    return joinRole().isPresent()
        && switch (role) {
          case FOLLOWING -> true;
          case FOLLOWING_MODELS -> name.equals("tags");
          case VISIBLE, READABLE -> role == joinRole().get() || name.equals("models");
        };
  }

  /** Whether the rows of past points in time are recorded. */
  public boolean hasHistory() {
    return isModel() || (schema.equals("registry") && RECORDED.contains(name));
  }

  /** Whether its rows are those of the present. */
  public boolean isPresent() {
    return point == 0;
  }

  /** The same relation with the present rows of the whole registry. */
  public Relation ofRegistry() {
    return new Relation(schema, name, comment, columns);
  }

  /** Its name from the catalog down. */
  public String fullName() {
    return isModel() ? name : catalog.orElse("system") + "." + schema + "." + name;
  }

  /** The relation of a model's versions, whether or not there is such a model. */
  public static Relation ofModel(String catalog, String schema, String model) {
    return new Relation(
        MODELS, catalog + "." + schema + "." + model, "One row per version.", MODEL_COLUMNS);
  }

  /** The securables of a kind on which the caller has the privilege, and can use it. */
  public static Relation ofRight(Privilege privilege, SecurableType type) {
    return new Relation(
        SESSION,
        privilege.name().toLowerCase(Locale.ROOT) + "_" + type.noun(),
        "One row per securable.",
        List.of(Column.varchar("full_name", 767, false, "Names from the catalog down")));
  }

  /** The groups that the caller is in, directly or through groups. */
  public static Relation ofMemberships() {
    return new Relation(
        SESSION,
        "groups",
        "One row per group.",
        List.of(Column.varchar("name_key", 255, false, "Name in lower case")));
  }

  /** The columns that the relation of every model has. */
  public static List<Column> modelColumns() {
    return MODEL_COLUMNS;
  }

  /**
   * The name of its common table expression in generated SQL. For a model, or in a catalog, it is a
   * digest of the full name, which may exceed the maximum length of names in stores.
   */
  public String cteName() {
    return isPresent() ? presentName() : presentName() + "_at_" + point;
  }

  private String presentName() {
    if (isModel()) {
      return "v_model_" + digest();
    }
    return catalog.isPresent()
        ? "v_catalog_" + digest()
        : "v_" + schema.replace(".", "") + "_" + name;
  }

  private String digest() {
    return UUID.nameUUIDFromBytes(fullName().getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "");
  }

  /** Whether it is the relation of a model's versions. */
  public boolean isModel() {
    return schema.equals(MODELS);
  }
}
