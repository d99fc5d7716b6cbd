package dev.vitrine.store.relation;

import static dev.vitrine.catalog.Column.bigint;
import static dev.vitrine.catalog.Column.number;
import static dev.vitrine.catalog.Column.timestamp;
import static dev.vitrine.catalog.Column.varchar;

import dev.vitrine.catalog.Relation;
import java.util.List;

/** The relations of the schema {@code system.registry}: names, columns and their meaning. */
final class RegistryRelations {
  static final Relation CATALOGS =
      new Relation(
          "registry",
          "catalogs",
          "One row per catalog.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("owner", 255, false, "Principal that owns the object"),
              varchar("comment", 65_536, true, "Comment"),
              varchar(
                  "storage_location",
                  4000,
                  true,
                  "Location of the files; NULL without files, or without EXECUTE"),
              timestamp("created_at", false, "Time of creation, UTC"),
              varchar("created_by", 255, false, "Creator"),
              timestamp("updated_at", false, "Time of the last change, UTC"),
              varchar("updated_by", 255, false, "Author of the last change")));

  static final Relation SCHEMAS =
      new Relation(
          "registry",
          "schemas",
          "One row per schema.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("owner", 255, false, "Principal that owns the object"),
              varchar("comment", 65_536, true, "Comment"),
              varchar(
                  "storage_location",
                  4000,
                  true,
                  "Location of the files; NULL without files, or without EXECUTE"),
              timestamp("created_at", false, "Time of creation, UTC"),
              varchar("created_by", 255, false, "Creator"),
              timestamp("updated_at", false, "Time of the last change, UTC"),
              varchar("updated_by", 255, false, "Author of the last change")));

  static final Relation MODELS =
      new Relation(
          "registry",
          "models",
          "One row per registered model.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("model_name", 255, false, "Name of the model"),
              varchar("full_name", 767, false, "Full name, from the catalog down"),
              varchar("owner", 255, false, "Principal that owns the object"),
              varchar("comment", 65_536, true, "Comment"),
              varchar(
                  "storage_location",
                  4000,
                  true,
                  "Location of the files; NULL without files, or without EXECUTE"),
              bigint(
                  "latest_version",
                  true,
                  "Highest READY version; NULL if there is none, or without EXECUTE"),
              timestamp("created_at", false, "Time of creation, UTC"),
              varchar("created_by", 255, false, "Creator"),
              timestamp("updated_at", false, "Time of the last change, UTC"),
              varchar("updated_by", 255, false, "Author of the last change"),
              bigint("model_id", false, "Number of the model, which a rename does not change")));

  static final Relation VERSIONS =
      new Relation(
          "registry",
          "versions",
          "One row per model version.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("model_name", 255, false, "Name of the model"),
              varchar("full_name", 767, false, "Full name, from the catalog down"),
              bigint("version", false, "Version number, from 1"),
              varchar("status", 32, false, "PENDING_REGISTRATION, FAILED_REGISTRATION or READY"),
              varchar("source", 4000, true, "URI the version was registered from"),
              varchar("run_id", 255, true, "MLflow run that produced the version"),
              varchar("signature", 1000000, true, "MLflow model signature, JSON"),
              varchar("comment", 65_536, true, "Comment"),
              varchar(
                  "storage_location",
                  4000,
                  true,
                  "Location of the files; NULL without files, or without EXECUTE"),
              timestamp("created_at", false, "Time of creation, UTC"),
              varchar("created_by", 255, false, "Creator"),
              timestamp("updated_at", false, "Time of the last change, UTC"),
              varchar("updated_by", 255, false, "Author of the last change"),
              varchar(
                  "imported_by",
                  255,
                  true,
                  "Creator in the registry it was imported from; NULL if not imported"),
              timestamp(
                  "imported_at",
                  true,
                  "Time of creation in the registry it was imported from, UTC")));

  static final Relation ALIASES =
      new Relation(
          "registry",
          "aliases",
          "One row per alias of a model.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("model_name", 255, false, "Name of the model"),
              varchar("full_name", 767, false, "Full name, from the catalog down"),
              varchar("alias", 255, false, "Alias as last written"),
              varchar("alias_key", 255, false, "Alias in lower case"),
              bigint("version", false, "Version number, from 1")));

  static final Relation TAGS =
      new Relation(
          "registry",
          "tags",
          "One row per tag of a catalog, schema or model.",
          List.of(
              varchar("object_type", 16, false, "METASTORE, CATALOG, SCHEMA or MODEL"),
              varchar("full_name", 767, false, "Full name, from the catalog down"),
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, true, "Name of the schema"),
              varchar("model_name", 255, true, "Name of the model"),
              varchar("tag_name", 255, false, "Key of the tag"),
              varchar("tag_value", 1000, false, "Value of the tag; may be empty")));

  static final Relation VERSION_TAGS =
      new Relation(
          "registry",
          "version_tags",
          "One row per tag of a model version.",
          List.of(
              bigint("version", false, "Version number, from 1"),
              varchar("full_name", 767, false, "Full name, from the catalog down"),
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("model_name", 255, false, "Name of the model"),
              varchar("tag_name", 255, false, "Key of the tag"),
              varchar("tag_value", 1000, false, "Value of the tag; may be empty")));

  static final Relation SIGNATURE_COLUMNS =
      new Relation(
          "registry",
          "signature_columns",
          "One row per input, output and parameter in the signature of a model version.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("model_name", 255, false, "Name of the model"),
              varchar("full_name", 767, false, "Full name, from the catalog down"),
              bigint("version", false, "Version number, from 1"),
              varchar("direction", 8, false, "INPUT, OUTPUT or PARAM"),
              bigint("position", false, "Place among those of its direction, from 1"),
              varchar("name", 1_000_000, true, "Name; NULL if the signature has none"),
              varchar(
                  "type", 1_000_000, false, "Type, such as long, array<double>, tensor<float32>"),
              varchar("shape", 1_000_000, true, "Shape of a tensor or array parameter, JSON array"),
              varchar("required", 3, false, "YES if callers must pass a value, else NO"),
              varchar("default_value", 1_000_000, true, "Default of a PARAM, JSON")));

  static final Relation VERSION_PARAMS =
      new Relation(
          "registry",
          "version_params",
          "One row per parameter that a model version was trained with.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("model_name", 255, false, "Name of the model"),
              varchar("full_name", 767, false, "Full name, from the catalog down"),
              bigint("version", false, "Version number, from 1"),
              varchar("name", 255, false, "Name of the parameter"),
              varchar("value", 6_000, false, "Value of the parameter; may be empty")));

  static final Relation VERSION_METRICS =
      new Relation(
          "registry",
          "version_metrics",
          "One row per metric of a model version.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("model_name", 255, false, "Name of the model"),
              varchar("full_name", 767, false, "Full name, from the catalog down"),
              bigint("version", false, "Version number, from 1"),
              varchar("name", 255, false, "Name of the metric"),
              number("value", false, "Value of the metric"),
              varchar("dataset", 255, true, "Dataset of the measurement; NULL if none was named"),
              bigint("step", false, "Training step; 0 if none was named"),
              timestamp("recorded_at", false, "Time of the measurement, UTC")));

  static final Relation BROWSE_ONLY =
      new Relation(
          "registry",
          "browse_only",
          "One row per catalog, schema and model that the caller sees by BROWSE and nothing else.",
          List.of(
              varchar("object_type", 16, false, "CATALOG, SCHEMA or MODEL"),
              varchar("full_name", 767, false, "Full name, from the catalog down"),
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, true, "Name of the schema"),
              varchar("model_name", 255, true, "Name of the model")));

  static final Relation VERSION_FILES =
      new Relation(
          "registry",
          "version_files",
          "One row per model version whose files are in Vitrine's storage.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("model_name", 255, false, "Name of the model"),
              varchar("full_name", 767, false, "Full name, from the catalog down"),
              bigint("version", false, "Version number, from 1"),
              varchar("model_id", 255, false, "ID of MLflow's logged model"),
              bigint("files", false, "Number of files"),
              bigint("bytes", false, "Total size of the files in bytes")));

  static final Relation GRANTS =
      new Relation(
          "registry",
          "grants",
          "One row per privilege granted on an object or on an enclosing object.",
          List.of(
              varchar("principal", 255, false, "User or group that holds the privilege"),
              varchar("privilege", 32, false, "Privilege"),
              varchar("object_type", 16, false, "METASTORE, CATALOG, SCHEMA or MODEL"),
              varchar("full_name", 767, false, "Full name, from the catalog down"),
              varchar("grantor", 255, false, "Grantor"),
              timestamp("granted_at", false, "Time of the grant, UTC"),
              varchar(
                  "inherited_from_type",
                  16,
                  true,
                  "Type of the enclosing object of the grant; NULL if granted on the object itself"),
              varchar(
                  "inherited_from_name",
                  767,
                  true,
                  "Name of the enclosing object of the grant; NULL if granted on the object itself")));

  static final Relation EFFECTIVE_GRANTS =
      new Relation(
          "registry",
          "effective_grants",
          "One row per privilege that a principal has on an object, and per path by which it has it.",
          List.of(
              varchar("principal", 255, false, "User or group that has the privilege"),
              varchar("privilege", 32, false, "Privilege"),
              varchar("object_type", 16, false, "METASTORE, CATALOG, SCHEMA or MODEL"),
              varchar("full_name", 767, false, "Full name, from the catalog down"),
              varchar(
                  "grantor", 255, true, "Grantor; NULL if the privilege follows from ownership"),
              timestamp(
                  "granted_at",
                  true,
                  "Time of the grant, UTC; NULL if the privilege follows from ownership"),
              varchar(
                  "inherited_from_type",
                  16,
                  true,
                  "Type of the enclosing object of the grant; NULL if granted on the object itself"),
              varchar(
                  "inherited_from_name",
                  767,
                  true,
                  "Name of the enclosing object of the grant; NULL if granted on the object itself"),
              varchar(
                  "via",
                  70_000,
                  false,
                  "Path of the privilege: direct or owner, the groups in between, the enclosing object")));

  static final Relation PRINCIPALS =
      new Relation(
          "registry",
          "principals",
          "One row per user and group.",
          List.of(
              varchar("name", 255, false, "Name"),
              varchar("kind", 16, false, "USER or GROUP"),
              varchar(
                  "is_external",
                  3,
                  false,
                  "YES for a group whose members come from an identity provider, else NO")));

  static final Relation GROUP_MEMBERS =
      new Relation(
          "registry",
          "group_members",
          "One row per direct member of a group.",
          List.of(
              varchar("group_name", 255, false, "Name of the group"),
              varchar("member_name", 255, false, "Name of the member"),
              varchar("member_kind", 16, false, "USER or GROUP")));

  static final Relation HISTORY =
      new Relation(
          "registry",
          "history",
          "One row per value that a property, tag, alias, grant or membership has or had.",
          List.of(
              varchar(
                  "object_type",
                  16,
                  false,
                  "METASTORE, CATALOG, SCHEMA, MODEL, VERSION, USER or GROUP"),
              varchar("full_name", 767, false, "Present or last full name of the object"),
              bigint("model_id", true, "Number of the model, which a rename does not change"),
              bigint("version", true, "Version number, of a version or of an alias"),
              varchar(
                  "kind",
                  16,
                  false,
                  "NAME, OWNER, COMMENT, TAG, ALIAS, GRANT, MEMBER, STATUS or EXISTENCE"),
              varchar(
                  "item", 255, true, "Key of the tag, alias, principal of the grant, or member"),
              varchar(
                  "value",
                  65_536,
                  false,
                  "The value; the version of an alias, the privilege of a"
                      + " grant; YES for a member and for existence"),
              timestamp("valid_from", false, "Time since when it had the value, UTC"),
              timestamp("valid_to", true, "Time until when, UTC; NULL if it still has it"),
              varchar("changed_by", 255, true, "User who gave it the value; NULL if not recorded"),
              varchar(
                  "closed_by", 255, true, "User who changed or removed it; NULL if not recorded")));

  static final Relation TOKENS =
      new Relation(
          "registry",
          "tokens",
          "One row per personal access token; tokens of other users only for admins.",
          List.of(
              bigint("token_id", false, "Number of the token, for DROP TOKEN"),
              varchar("user_name", 255, false, "User that the token belongs to"),
              varchar("comment", 65_536, true, "Comment"),
              timestamp("created_at", false, "Time of creation, UTC"),
              timestamp("expires_at", false, "Time of expiry, UTC"),
              timestamp("last_used_at", true, "Time of the last use, UTC, rounded to the hour")));

  static final Relation DROPPED_MODELS =
      new Relation(
          "registry",
          "dropped_models",
          "One row per dropped model that can be restored, for its last owners, for those who manage"
              + " its schema, and for admins.",
          List.of(
              varchar("full_name", 767, false, "Full name, from the catalog down"),
              bigint("model_id", false, "ID of the model, for UNDROP MODEL"),
              varchar("owner", 255, true, "Principal that owned the model when it was dropped"),
              timestamp("dropped_at", false, "Time of the drop, UTC"),
              varchar("dropped_by", 255, false, "User who dropped the model"),
              timestamp("purge_at", false, "Time from which it can no longer be restored, UTC"),
              bigint("versions", false, "Number of versions that are restored with the model"),
              bigint("bytes", false, "Total size of its files in bytes")));

  static final List<Relation> ALL =
      List.of(
          CATALOGS,
          SCHEMAS,
          MODELS,
          VERSIONS,
          ALIASES,
          TAGS,
          VERSION_TAGS,
          VERSION_FILES,
          SIGNATURE_COLUMNS,
          VERSION_PARAMS,
          VERSION_METRICS,
          BROWSE_ONLY,
          SearchRelationSql.SEARCH_TERMS,
          SearchRelationSql.SEARCH_TEXTS,
          GRANTS,
          EFFECTIVE_GRANTS,
          PRINCIPALS,
          GROUP_MEMBERS,
          HISTORY,
          TOKENS,
          DROPPED_MODELS);

  private RegistryRelations() {}
}
