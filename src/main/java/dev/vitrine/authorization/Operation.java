package dev.vitrine.authorization;

import static dev.vitrine.authorization.Requirement.admin;
import static dev.vitrine.authorization.Requirement.manage;
import static dev.vitrine.authorization.Requirement.may;
import static dev.vitrine.authorization.Requirement.mayInside;
import static dev.vitrine.authorization.Requirement.ownerOrHeld;
import static dev.vitrine.catalog.SecurableType.CATALOG;
import static dev.vitrine.catalog.SecurableType.METASTORE;
import static dev.vitrine.catalog.SecurableType.MODEL;
import static dev.vitrine.catalog.SecurableType.SCHEMA;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.Arrays;
import java.util.List;

/**
 * Every authorised action with its requirements: the table of actions in docs/privileges.md. An
 * operation on securables of several kinds has a requirement for each kind. Everything except
 * creating in the metastore and administration also needs the gates above the securable to be open.
 */
public enum Operation {
  CREATE_CATALOG(may(METASTORE, Privilege.CREATE_CATALOG)),
  CREATE_SCHEMA(mayInside(CATALOG, Privilege.CREATE_SCHEMA)),
  CREATE_MODEL(mayInside(SCHEMA, Privilege.CREATE_MODEL)),

  /** Versions, aliases and version tags, and resolving an alias. */
  READ_VERSIONS(may(MODEL, Privilege.EXECUTE)),
  /** Load, download, or copy out a version's files. */
  READ_FILES(ownerOrHeld(MODEL, Privilege.EXECUTE)),
  /**
   * Add files to a version that is not READY and finalize it; only its creator or the owner of the
   * model.
   */
  WRITE_FILES(may(MODEL, Privilege.CREATE_MODEL_VERSION)),
  ADD_VERSION(may(MODEL, Privilege.CREATE_MODEL_VERSION)),
  /** Add a version with the number, author and time that it has in another registry. */
  IMPORT_VERSION(manage(SCHEMA), may(MODEL, Privilege.CREATE_MODEL_VERSION)),
  /** Record lineage of a version that the caller created. */
  ADD_LINEAGE(may(MODEL, Privilege.CREATE_MODEL_VERSION)),
  /** The same of any version. */
  ADD_LINEAGE_OF_OTHERS(manage(MODEL)),
  DROP_VERSION(manage(MODEL)),
  SET_ALIAS(manage(MODEL)),
  UNSET_ALIAS(manage(MODEL)),
  /** Add or replace metrics of a version. */
  SET_METRICS(manage(MODEL)),
  /** Manage the model, and be able to create one in its schema. */
  RENAME_MODEL(manage(MODEL), mayInside(SCHEMA, Privilege.CREATE_MODEL)),

  /**
   * Restore a dropped model, which the caller sees: its last owners see it, and who may {@link
   * #SEE_DROPPED_MODELS}.
   */
  UNDROP_MODEL(mayInside(SCHEMA, Privilege.CREATE_MODEL)),
  /** See the dropped models of a schema. */
  SEE_DROPPED_MODELS(manage(SCHEMA)),
  UNDROP_VERSION(manage(MODEL)),

  COMMENT(manage(CATALOG), manage(SCHEMA), manage(MODEL)),

  TAG(
      may(CATALOG, Privilege.APPLY_TAG),
      may(SCHEMA, Privilege.APPLY_TAG),
      may(MODEL, Privilege.APPLY_TAG)),

  DROP(manage(CATALOG), manage(SCHEMA), manage(MODEL)),

  /**
   * The new owner of a model is limited further: an admin gives it to any principal, others to
   * themselves or to a group that they are in.
   */
  TRANSFER(admin(), manage(CATALOG), manage(SCHEMA), manage(MODEL)),

  /** Grant or revoke. */
  GRANT(admin(), manage(CATALOG), manage(SCHEMA), manage(MODEL)),

  CREATE_SHARE(may(METASTORE, Privilege.CREATE_SHARE)),
  /** Change or drop a share of another owner; its owner needs no privilege. */
  CHANGE_SHARE_OF_ANOTHER(admin()),
  /** Add a model to a share that the caller may change. */
  SHARE_MODEL(manage(MODEL), ownerOrHeld(MODEL, Privilege.EXECUTE)),
  CREATE_RECIPIENT(may(METASTORE, Privilege.CREATE_RECIPIENT)),
  /** Change or drop a recipient of another owner; its owner needs no privilege. */
  CHANGE_RECIPIENT_OF_ANOTHER(admin()),
  CREATE_PROVIDER(may(METASTORE, Privilege.CREATE_PROVIDER)),
  /** Change, use or drop a provider of another owner; its owner needs no privilege. */
  CHANGE_PROVIDER_OF_ANOTHER(admin()),
  /** Read the share of a shared catalog again. */
  REFRESH_CATALOG(manage(CATALOG)),

  /** Create, change or drop users and groups. */
  ADMINISTER_PRINCIPALS(admin()),

  /** For the caller; the token has the rights of the caller. */
  CREATE_TOKEN(),
  /** Drop a token of another user; own tokens need no privilege. */
  DROP_TOKEN_OF_ANOTHER(admin()),

  /** End a session of another user; own sessions need no privilege. */
  TERMINATE_SESSION_OF_ANOTHER(admin()),

  SET_AUDIT_RETENTION(admin()),
  /** Set how long history, or dropped models and versions, are kept. */
  SET_HISTORY_RETENTION(admin()),
  PURGE_HISTORY(admin(), manage(CATALOG), manage(SCHEMA), manage(MODEL)),
  /** See more of the metastore than its name and owner. */
  DESCRIBE_METASTORE(admin());

  private final List<Requirement> requirements;

  Operation(Requirement... requirements) {
    this.requirements = List.copyOf(Arrays.asList(requirements));
  }

  /**
   * Whether it changes the content of a catalog, seen from an object of a type: schemas, models,
   * versions, aliases, tags, comments or files; or shares what a provider has shared. Comment and
   * tags of the catalog itself are no content, nor are owners and grants.
   */
  public boolean changesContent(SecurableType type) {
    return switch (this) {
      case CREATE_SCHEMA,
          CREATE_MODEL,
          WRITE_FILES,
          ADD_VERSION,
          IMPORT_VERSION,
          ADD_LINEAGE,
          ADD_LINEAGE_OF_OTHERS,
          DROP_VERSION,
          SET_ALIAS,
          UNSET_ALIAS,
          SET_METRICS,
          RENAME_MODEL,
          UNDROP_MODEL,
          UNDROP_VERSION,
          SHARE_MODEL ->
          true;
      case COMMENT, TAG, DROP -> type != CATALOG;
      case CREATE_CATALOG,
          READ_VERSIONS,
          READ_FILES,
          SEE_DROPPED_MODELS,
          TRANSFER,
          GRANT,
          CREATE_SHARE,
          CHANGE_SHARE_OF_ANOTHER,
          CREATE_RECIPIENT,
          CHANGE_RECIPIENT_OF_ANOTHER,
          CREATE_PROVIDER,
          CHANGE_PROVIDER_OF_ANOTHER,
          REFRESH_CATALOG,
          ADMINISTER_PRINCIPALS,
          CREATE_TOKEN,
          DROP_TOKEN_OF_ANOTHER,
          TERMINATE_SESSION_OF_ANOTHER,
          SET_AUDIT_RETENTION,
          SET_HISTORY_RETENTION,
          PURGE_HISTORY,
          DESCRIBE_METASTORE ->
          false;
    };
  }

  /** All of its requirements. */
  public List<Requirement> requirements() {
    return requirements;
  }
}
