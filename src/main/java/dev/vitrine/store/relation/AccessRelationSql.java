package dev.vitrine.store.relation;

import static dev.vitrine.catalog.Column.bigint;
import static dev.vitrine.catalog.Column.timestamp;
import static dev.vitrine.catalog.Column.varchar;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.Relation;
import dev.vitrine.catalog.SecurableType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The relations of the schema {@code system.access}: audit trail and lineage. */
final class AccessRelationSql {
  private static final String SCHEMA = "access";

  private static final List<Column> EVENT =
      List.of(
          timestamp("event_time", false, "Time of the event, UTC"),
          varchar("event_id", 255, false, "Number of the event"),
          varchar("user_identity", 255, false, "User who acted"),
          varchar("service_name", 64, false, "Component that received the request"),
          varchar("action_name", 64, false, "Action that was done or attempted"),
          varchar(
              "request_params",
              1_000_000,
              false,
              "Parameters of the action, JSON, without secrets"),
          bigint("response_code", false, "200, or the HTTP status of the refusal"),
          varchar("error_message", 65_535, true, "Reason of the refusal; NULL on success"),
          varchar("session_id", 64, false, "Session of the action"),
          varchar("source_ip", 64, true, "Client address; NULL for embedded sessions"));

  private static final Relation AUDIT =
      new Relation(
          SCHEMA, "audit", "One row per change, attempt to change, login and refusal.", EVENT);

  private static final Relation OBJECT_EVENTS =
      new Relation(
          SCHEMA,
          "object_events",
          "The events of the audit trail on catalogs, schemas and models that exist.",
          Stream.concat(
                  Stream.of(
                      varchar("object_type", 16, false, "CATALOG, SCHEMA or MODEL"),
                      varchar("full_name", 767, false, "Present full name of the object")),
                  EVENT.stream())
              .toList());

  private static final Relation MODEL_LINEAGE =
      new Relation(
          SCHEMA,
          "model_lineage",
          "One row per source of a model version.",
          List.of(
              varchar(
                  "source_table_full_name",
                  767,
                  false,
                  "Name of the source table, or notebook:ID, job:ID, models:/NAME/VERSION, a URL"),
              varchar("target_model_full_name", 767, false, "Full name of the model"),
              bigint("target_model_version", false, "Version of the model"),
              varchar("run_id", 255, true, "Run that created the version"),
              varchar("created_by", 255, false, "User who recorded the source"),
              timestamp("event_time", false, "Time of recording, UTC")));

  private static final String EVENT_SQL =
      "a.event_time, CAST(a.id AS VARCHAR(255)) AS event_id, a.user_identity, a.service_name,"
          + " a.action_name, a.request_params, CAST(a.response_code AS BIGINT) AS response_code,"
          + " a.error_message, a.session_id, a.source_ip";

  /**
   * An event belongs to an object's ID: principals who manage the object see it; after a drop only
   * admins.
   */
  private static final SqlText AUDIT_SQL =
      SqlText.of(
          """
          SELECT {event}
          FROM audit_log a
          WHERE {admin}
            OR (a.object_type = 'CATALOG' AND a.object_id IN (SELECT id FROM {managed_catalogs}))
            OR (a.object_type = 'SCHEMA' AND a.object_id IN (SELECT id FROM {managed_schemas}))
            OR (a.object_type = 'MODEL'
              AND a.object_id IN (SELECT m.id FROM models m WHERE {managed_model}))""",
          Map.of(
              "event",
              EVENT_SQL,
              "admin",
              Visibility.ADMIN,
              "managed_model",
              Visibility.MANAGED_MODEL));

  /** Each branch finds its events by the index of the objects of events. */
  private static final SqlText OBJECT_EVENTS_SQL =
      SqlText.joined(
          " UNION ALL ",
          Stream.of(SecurableType.CATALOG, SecurableType.SCHEMA, SecurableType.MODEL)
              .map(AccessRelationSql::events)
              .toList());

  private static final SqlText MODEL_LINEAGE_SQL =
      SqlText.of(
          """
          SELECT l.source_table_full_name, m.full_name AS target_model_full_name,
            l.version AS target_model_version, l.run_id, l.created_by, l.event_time
          FROM models m JOIN model_lineage l ON l.model_id = m.id
          WHERE {readable}""",
          Map.of("readable", Visibility.READABLE_MODEL));

  static final List<SecuredRelation> ALL =
      List.of(
          new SecuredRelation(AUDIT, AUDIT_SQL),
          new SecuredRelation(OBJECT_EVENTS, OBJECT_EVENTS_SQL),
          new SecuredRelation(MODEL_LINEAGE, MODEL_LINEAGE_SQL));

  private AccessRelationSql() {}

  private static SqlText events(SecurableType type) {
    return SqlText.of(
            """
            SELECT CAST('{type}' AS VARCHAR(16)) AS object_type,
              CAST({name} AS VARCHAR(767)) AS full_name, {event}
            FROM {objects} JOIN audit_log a
              ON a.object_type = '{type}' AND a.object_id = {alias}.id
            WHERE {managed}""")
        .with(
            Map.of(
                "type", type.name(),
                "name", ObjectSql.fullName(type),
                "event", EVENT_SQL,
                "objects", ObjectSql.from(type),
                "alias", ObjectSql.alias(type),
                "managed", Visibility.managed(type)));
  }
}
