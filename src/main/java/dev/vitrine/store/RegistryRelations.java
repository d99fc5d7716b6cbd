package dev.vitrine.store;

import static dev.vitrine.catalog.Column.bigint;
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
              varchar("comment", 65535, true, "Comment"),
              varchar(
                  "storage_location",
                  4000,
                  true,
                  "Where files are kept; NULL if nothing is, or without EXECUTE"),
              timestamp("created_at", false, "When it was created, UTC"),
              varchar("created_by", 255, false, "Who created it"),
              timestamp("updated_at", false, "When it was last changed, UTC"),
              varchar("updated_by", 255, false, "Who changed it last")));

  static final Relation SCHEMAS =
      new Relation(
          "registry",
          "schemas",
          "One row per schema.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("owner", 255, false, "Principal that owns the object"),
              varchar("comment", 65535, true, "Comment"),
              varchar(
                  "storage_location",
                  4000,
                  true,
                  "Where files are kept; NULL if nothing is, or without EXECUTE"),
              timestamp("created_at", false, "When it was created, UTC"),
              varchar("created_by", 255, false, "Who created it"),
              timestamp("updated_at", false, "When it was last changed, UTC"),
              varchar("updated_by", 255, false, "Who changed it last")));

  static final Relation MODELS =
      new Relation(
          "registry",
          "models",
          "One row per registered model.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("model_name", 255, false, "Name of the model"),
              varchar("full_name", 767, false, "Names from the catalog down, joined by dots"),
              varchar("owner", 255, false, "Principal that owns the object"),
              varchar("comment", 65535, true, "Comment"),
              varchar(
                  "storage_location",
                  4000,
                  true,
                  "Where files are kept; NULL if nothing is, or without EXECUTE"),
              bigint(
                  "latest_version",
                  true,
                  "Highest READY version; NULL if there is none, or without EXECUTE"),
              timestamp("created_at", false, "When it was created, UTC"),
              varchar("created_by", 255, false, "Who created it"),
              timestamp("updated_at", false, "When it was last changed, UTC"),
              varchar("updated_by", 255, false, "Who changed it last")));

  static final Relation VERSIONS =
      new Relation(
          "registry",
          "versions",
          "One row per model version.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("model_name", 255, false, "Name of the model"),
              varchar("full_name", 767, false, "Names from the catalog down, joined by dots"),
              bigint("version", false, "Version number, from 1"),
              varchar("status", 32, false, "PENDING_REGISTRATION, FAILED_REGISTRATION or READY"),
              varchar("source", 4000, true, "URI the version was registered from"),
              varchar("run_id", 255, true, "Run that produced it"),
              varchar("signature", 1000000, true, "MLflow model signature, JSON"),
              varchar("comment", 65535, true, "Comment"),
              varchar(
                  "storage_location",
                  4000,
                  true,
                  "Where files are kept; NULL if nothing is, or without EXECUTE"),
              timestamp("created_at", false, "When it was created, UTC"),
              varchar("created_by", 255, false, "Who created it"),
              timestamp("updated_at", false, "When it was last changed, UTC"),
              varchar("updated_by", 255, false, "Who changed it last")));

  static final Relation ALIASES =
      new Relation(
          "registry",
          "aliases",
          "One row per alias of a model.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("model_name", 255, false, "Name of the model"),
              varchar("full_name", 767, false, "Names from the catalog down, joined by dots"),
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
              varchar("full_name", 767, false, "Names from the catalog down, joined by dots"),
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
              varchar("full_name", 767, false, "Names from the catalog down, joined by dots"),
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("model_name", 255, false, "Name of the model"),
              varchar("tag_name", 255, false, "Key of the tag"),
              varchar("tag_value", 1000, false, "Value of the tag; may be empty")));

  static final Relation BROWSE_ONLY =
      new Relation(
          "registry",
          "browse_only",
          "One row per catalog, schema and model that the caller sees by BROWSE and nothing else.",
          List.of(
              varchar("object_type", 16, false, "CATALOG, SCHEMA or MODEL"),
              varchar("full_name", 767, false, "Names from the catalog down, joined by dots"),
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, true, "Name of the schema"),
              varchar("model_name", 255, true, "Name of the model")));

  static final Relation VERSION_FILES =
      new Relation(
          "registry",
          "version_files",
          "One row per model version whose files are kept here.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("model_name", 255, false, "Name of the model"),
              varchar("full_name", 767, false, "Names from the catalog down, joined by dots"),
              bigint("version", false, "Version number, from 1"),
              varchar("model_id", 255, false, "What MLflow calls the model that was logged"),
              bigint("files", false, "How many files there are"),
              bigint("bytes", false, "How large they are together")));

  static final Relation GRANTS =
      new Relation(
          "registry",
          "grants",
          "One row per privilege that a principal was granted on an object, on the object itself or on what encloses it.",
          List.of(
              varchar("principal", 255, false, "User or group that holds the privilege"),
              varchar("privilege", 32, false, "Privilege"),
              varchar("object_type", 16, false, "METASTORE, CATALOG, SCHEMA or MODEL"),
              varchar("full_name", 767, false, "Names from the catalog down, joined by dots"),
              varchar("grantor", 255, false, "Who granted it"),
              timestamp("granted_at", false, "When it was granted, UTC"),
              varchar(
                  "inherited_from_type",
                  16,
                  true,
                  "Kind of the enclosing object it was granted on; NULL if granted on the object itself"),
              varchar(
                  "inherited_from_name",
                  767,
                  true,
                  "Name of the enclosing object it was granted on; NULL if granted on the object itself")));

  static final Relation EFFECTIVE_GRANTS =
      new Relation(
          "registry",
          "effective_grants",
          "One row per privilege that a principal has on an object, and per way in which it has it.",
          List.of(
              varchar("principal", 255, false, "User or group that has the privilege"),
              varchar("privilege", 32, false, "Privilege"),
              varchar("object_type", 16, false, "METASTORE, CATALOG, SCHEMA or MODEL"),
              varchar("full_name", 767, false, "Names from the catalog down, joined by dots"),
              varchar("grantor", 255, true, "Who granted it; NULL if it comes with owning"),
              timestamp("granted_at", true, "When it was granted, UTC; NULL if with owning"),
              varchar(
                  "inherited_from_type",
                  16,
                  true,
                  "Kind of the enclosing object that it comes from; NULL if from the object itself"),
              varchar(
                  "inherited_from_name",
                  767,
                  true,
                  "Name of the enclosing object that it comes from; NULL if from the object itself"),
              varchar(
                  "via",
                  70_000,
                  false,
                  "The way: direct or owner, the groups between, the enclosing object")));

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
                  "YES for a group whose members an identity provider tells of, else NO")));

  static final Relation GROUP_MEMBERS =
      new Relation(
          "registry",
          "group_members",
          "One row per direct member of a group.",
          List.of(
              varchar("group_name", 255, false, "Name of the group"),
              varchar("member_name", 255, false, "Name of the member"),
              varchar("member_kind", 16, false, "USER or GROUP")));

  static final Relation TOKENS =
      new Relation(
          "registry",
          "tokens",
          "One row per personal access token; those of others for admin only.",
          List.of(
              bigint("token_id", false, "Number of the token, for DROP TOKEN"),
              varchar("user_name", 255, false, "User whose it is"),
              varchar("comment", 65535, true, "Comment"),
              timestamp("created_at", false, "When it was created, UTC"),
              timestamp("expires_at", false, "When it stops to be valid, UTC"),
              timestamp("last_used_at", true, "When it was last used, UTC, to the hour")));

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
          BROWSE_ONLY,
          GRANTS,
          EFFECTIVE_GRANTS,
          PRINCIPALS,
          GROUP_MEMBERS,
          TOKENS);

  private RegistryRelations() {}
}
