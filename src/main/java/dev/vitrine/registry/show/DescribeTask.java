package dev.vitrine.registry.show;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.principal.Principals;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.registry.task.VersionNumbers;
import dev.vitrine.statement.tree.ShowStatement.Describe;
import dev.vitrine.statement.tree.VersionRef;
import dev.vitrine.store.history.RetentionSettings;
import dev.vitrine.store.principal.MetastoreRow;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One row a property, in a fixed order. */
final class DescribeTask implements Task<Describe, TaskResult> {
  /** A property: how it prints, the expression it comes from, whether only EXTENDED shows it. */
  private record Property(String name, String expression, boolean extended) {}

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private static final List<Property> STAMPS =
      List.of(
          new Property("Created At", TaskResult.Query.text("created_at"), true),
          new Property("Created By", "created_by", true),
          new Property("Updated At", TaskResult.Query.text("updated_at"), true),
          new Property("Updated By", "updated_by", true));

  private static final List<Property> CATALOG =
      List.of(
          new Property("Catalog Name", "catalog_name", false),
          new Property("Comment", "comment", false),
          new Property("Owner", "owner", false),
          new Property("Storage Location", "storage_location", true));

  private static final List<Property> SCHEMA =
      List.of(
          new Property("Catalog Name", "catalog_name", false),
          new Property("Schema Name", "schema_name", false),
          new Property("Comment", "comment", false),
          new Property("Owner", "owner", false),
          new Property("Storage Location", "storage_location", true));

  private static final List<Property> MODEL =
      List.of(
          new Property("Model Name", "full_name", false),
          new Property("Comment", "comment", false),
          new Property("Owner", "owner", false),
          new Property("Latest Version", "CAST(latest_version AS VARCHAR)", false),
          new Property("Storage Location", "storage_location", true));

  private static final List<Property> VERSION =
      List.of(
          new Property("Model Name", "full_name", false),
          new Property("Version", "CAST(version AS VARCHAR)", false),
          new Property("Status", "status", false),
          new Property("Source", "source", false),
          new Property("Run Id", "run_id", false),
          new Property("Comment", "comment", false),
          new Property("Signature", "signature", true),
          new Property("Storage Location", "storage_location", true));

  @Override
  public TaskResult execute(Describe statement, TaskContext context) {
    if (statement.object().securable().type() == SecurableType.METASTORE) {
      return metastore(statement.extended(), context);
    }
    ResolvedObject target = context.require(statement.object().securable());
    if (target.reserved()) {
      return new TaskResult.Query(
          "SELECT 'Name' AS info_name, CAST(? AS VARCHAR) AS info_value",
          List.of(target.fullName()));
    }
    boolean extended = statement.extended();
    if (statement.asOf().isPresent()) {
      return past(statement, statement.asOf().get(), target, context);
    }
    if (statement.object().version().isPresent()) {
      context.authorize(Operation.READ_VERSIONS, target);
      long version = VersionNumbers.resolve(statement.object().version().get(), target, context);
      return query(
          VERSION,
          extended,
          "versions",
          List.of("full_name", "version"),
          List.of(target.fullName(), version));
    }
    return switch (target.type()) {
      case CATALOG ->
          query(CATALOG, extended, "catalogs", List.of("catalog_name"), List.of(target.fullName()));
      case SCHEMA ->
          query(
              SCHEMA,
              extended,
              "schemas",
              List.of("catalog_name", "schema_name"),
              target.name().parts());
      case MODEL ->
          query(MODEL, extended, "models", List.of("full_name"), List.of(target.fullName()));
      case METASTORE -> throw new IllegalArgumentException("the metastore is described above");
    };
  }

  /** A model or version at a past time; an error if it did not exist then, as in the present. */
  private static TaskResult past(
      Describe statement, LocalDateTime time, ResolvedObject model, TaskContext context) {
    Optional<VersionRef> version = statement.object().version();
    ShowQuery found = ShowQuery.of(version.isPresent() ? "versions" : "models").at(time);
    found.ofObject("full_name", model, context);
    if (version.isPresent()) {
      context.authorize(Operation.READ_VERSIONS, model);
      if (version.get() instanceof VersionRef.ByNumber byNumber) {
        found.where("version", byNumber.number());
      } else {
        ShowQuery named =
            version.get() instanceof VersionRef.ByAlias alias
                ? ShowQuery.of("version", "aliases")
                    .at(time)
                    .where("alias_key", alias.alias().value().toLowerCase(Locale.ROOT))
                : ShowQuery.of("latest_version", "models").at(time);
        found.whereIn("version", named.ofObject("full_name", model, context));
      }
    }
    List<String> rows = new ArrayList<>();
    for (Property property : concat(version.isPresent() ? VERSION : MODEL)) {
      if (!property.extended() || statement.extended()) {
        rows.add(
            "SELECT %d AS place, '%s' AS info_name, %s AS info_value FROM found"
                .formatted(rows.size(), property.name(), property.expression()));
      }
    }
    return found.in(
        "SELECT info_name, info_value FROM ("
            + String.join(" UNION ALL ", rows)
            + ") AS properties ORDER BY place",
        absent(statement, time, model));
  }

  private static VitrineException absent(
      Describe statement, LocalDateTime time, ResolvedObject model) {
    String name = "'" + model.fullName() + "'";
    String then = " at " + TIME.format(time) + ".";
    if (statement.object().version().isEmpty()) {
      return new VitrineException(
              ErrorCode.MODEL_NOT_FOUND, "Model " + name + " did not exist" + then)
          .withHint("The relation history lists when the model existed.");
    }
    VersionRef version = statement.object().version().get();
    if (version instanceof VersionRef.ByAlias alias) {
      return new VitrineException(
              ErrorCode.MODEL_ALIAS_NOT_FOUND,
              "Model " + name + " had no alias '" + alias.alias().value() + "'" + then)
          .withHint("SHOW ALIASES … AS OF lists those of that time.");
    }
    return new VitrineException(
            ErrorCode.MODEL_VERSION_NOT_FOUND,
            version instanceof VersionRef.ByNumber byNumber
                ? "Version " + byNumber.number() + " of model " + name + " did not exist" + then
                : "Model " + name + " had no READY version" + then)
        .withHint("FOR SYSTEM_TIME AS OF on the relation versions lists those of that time.");
  }

  /** All users see the name, the owner and the beginning of the history; admins also settings. */
  private static TaskResult metastore(boolean extended, TaskContext context) {
    MetastoreRow metastore = context.metastore().find();
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("Metastore Name", metastore.name());
    properties.put("Owner", metastore.owner());
    RetentionSettings retention = context.retention().settings();
    if (Principals.mayDo(Operation.DESCRIBE_METASTORE, context)) {
      properties.put(
          "Audit Retention",
          metastore.auditRetentionDays().map(days -> days + " DAYS").orElse("FOREVER"));
      properties.put(
          "History Retention",
          retention.historyDays().map(days -> days + " DAYS").orElse("FOREVER"));
      properties.put("Dropped Retention", retention.droppedDays() + " DAYS");
    }
    properties.put("History Since", TIME.format(retention.since()));
    if (extended) {
      properties.put("Metastore Id", metastore.uuid());
      properties.put("Created At", TIME.format(metastore.createdAt()));
    }
    String row = "SELECT %d AS place, '%s' AS info_name, CAST(? AS VARCHAR) AS info_value";
    List<String> rows = new ArrayList<>();
    properties.keySet().forEach(name -> rows.add(row.formatted(rows.size(), name)));
    return new TaskResult.Query(
        "SELECT info_name, info_value FROM ("
            + String.join(" UNION ALL ", rows)
            + ") AS properties ORDER BY place",
        List.copyOf(properties.values()));
  }

  private static TaskResult query(
      List<Property> properties,
      boolean extended,
      String relation,
      List<String> keys,
      List<?> values) {
    StringBuilder rows = new StringBuilder();
    List<Object> parameters = new ArrayList<>();
    int place = 0;
    for (Property property : concat(properties)) {
      if (property.extended() && !extended) {
        continue;
      }
      rows.append(place == 0 ? "" : " UNION ALL ");
      rows.append("SELECT ").append(place++).append(" AS place, '").append(property.name());
      rows.append("' AS info_name, ").append(property.expression());
      rows.append(" AS info_value FROM \"system\".registry.").append(relation).append(" WHERE ");
      rows.append(String.join(" = ? AND ", keys)).append(" = ?");
      parameters.addAll(values);
    }
    return new TaskResult.Query(
        "SELECT info_name, info_value FROM (" + rows + ") AS properties ORDER BY place",
        parameters);
  }

  private static List<Property> concat(List<Property> properties) {
    List<Property> all = new ArrayList<>(properties);
    all.addAll(STAMPS);
    return all;
  }
}
