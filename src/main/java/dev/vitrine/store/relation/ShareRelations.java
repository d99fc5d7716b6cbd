package dev.vitrine.store.relation;

import static dev.vitrine.catalog.Column.timestamp;
import static dev.vitrine.catalog.Column.varchar;

import dev.vitrine.catalog.Relation;
import java.util.List;
import java.util.Map;

/**
 * The relations of shares and recipients in the schema {@code system.registry}. Owners and admins
 * see a share or recipient; a grant is seen by the owners of its share and of its recipient.
 */
final class ShareRelations {
  private static final String SCHEMA = "registry";

  private static final Relation SHARES =
      new Relation(
          SCHEMA,
          "shares",
          "One row per share, for its owners and for admins.",
          List.of(
              varchar("share_name", 255, false, "Name of the share"),
              varchar("owner", 255, false, "Principal that owns the share"),
              varchar("comment", 65_536, true, "Comment"),
              timestamp("created_at", false, "Time of creation, UTC"),
              varchar("created_by", 255, false, "Creator"),
              timestamp("updated_at", false, "Time of the last change, UTC"),
              varchar("updated_by", 255, false, "Author of the last change")));

  private static final Relation SHARED_MODELS =
      new Relation(
          SCHEMA,
          "shared_models",
          "One row per model in a share, for the owners of the share and for admins.",
          List.of(
              varchar("share_name", 255, false, "Name of the share"),
              varchar("shared_as", 511, false, "Schema and name that recipients see"),
              varchar("full_name", 767, true, "Full name; NULL if the model is not visible"),
              timestamp("added_at", false, "Time when it was added, UTC"),
              varchar("added_by", 255, false, "User who added it")));

  private static final Relation RECIPIENTS =
      new Relation(
          SCHEMA,
          "recipients",
          "One row per recipient of shares, for its owners and for admins.",
          List.of(
              varchar("recipient_name", 255, false, "Name of the recipient"),
              varchar("owner", 255, false, "Principal that owns the recipient"),
              varchar("comment", 65_536, true, "Comment"),
              timestamp("token_created_at", false, "Time when its token was made, UTC"),
              timestamp("token_expires_at", false, "Time of expiry of its token, UTC"),
              timestamp(
                  "token_last_used_at", true, "Time of the last use, UTC, rounded to the hour"),
              timestamp("created_at", false, "Time of creation, UTC"),
              varchar("created_by", 255, false, "Creator"),
              timestamp("updated_at", false, "Time of the last change, UTC"),
              varchar("updated_by", 255, false, "Author of the last change")));

  private static final Relation SHARE_GRANTS =
      new Relation(
          SCHEMA,
          "share_grants",
          "One row per share and recipient that may read it, for the owners of either and for"
              + " admins.",
          List.of(
              varchar("share_name", 255, false, "Name of the share"),
              varchar("recipient_name", 255, false, "Name of the recipient"),
              varchar("privilege", 32, false, "SELECT"),
              varchar("grantor", 255, false, "User who granted it"),
              timestamp("granted_at", false, "Time of the grant, UTC")));

  private static final SqlText SHARE_ROWS =
      SqlText.of(
          """
          SELECT h.name AS share_name, o.name AS owner, h.comment, h.created_at, h.created_by,
            h.updated_at, h.updated_by
          FROM shares h {parent_join} principals o ON o.id = h.owner_id
          WHERE {admin} OR {mine}""",
          Map.of("admin", Visibility.ADMIN, "mine", Visibility.mine("h.owner_id")));

  private static final SqlText MODEL_ROWS =
      SqlText.of(
          """
          SELECT h.name AS share_name, x.shared_schema || '.' || x.shared_name AS shared_as,
            CASE WHEN {visible} THEN m.full_name END AS full_name, x.added_at, x.added_by
          FROM shares h JOIN share_models x ON x.share_id = h.id JOIN models m ON m.id = x.model_id
          WHERE {admin} OR {mine}""",
          Map.of(
              "visible",
              Visibility.VISIBLE_MODEL,
              "admin",
              Visibility.ADMIN,
              "mine",
              Visibility.mine("h.owner_id")));

  private static final SqlText RECIPIENT_ROWS =
      SqlText.of(
          """
          SELECT r.name AS recipient_name, o.name AS owner, r.comment, r.token_created_at,
            r.token_expires_at, r.token_last_used_at, r.created_at, r.created_by, r.updated_at,
            r.updated_by
          FROM recipients r {parent_join} principals o ON o.id = r.owner_id
          WHERE {admin} OR {mine}""",
          Map.of("admin", Visibility.ADMIN, "mine", Visibility.mine("r.owner_id")));

  private static final SqlText GRANT_ROWS =
      SqlText.of(
          """
          SELECT h.name AS share_name, r.name AS recipient_name, 'SELECT' AS privilege, g.grantor,
            g.granted_at
          FROM share_grants g JOIN shares h ON h.id = g.share_id
          JOIN recipients r ON r.id = g.recipient_id
          WHERE {admin} OR {share} OR {recipient}""",
          Map.of(
              "admin",
              Visibility.ADMIN,
              "share",
              Visibility.mine("h.owner_id"),
              "recipient",
              Visibility.mine("r.owner_id")));

  private static final Relation PROVIDERS =
      new Relation(
          "registry",
          "providers",
          "One row per provider of shares, for its owner and for admins.",
          List.of(
              varchar("name", 255, false, "Name"),
              varchar("owner", 255, false, "Principal that owns the object"),
              varchar("endpoint", 2000, false, "URL of the provider"),
              varchar("comment", 65_536, true, "Comment"),
              timestamp("expires_at", true, "Time of expiry of the token, UTC; NULL if not known"),
              timestamp("created_at", false, "Time of creation, UTC"),
              varchar("created_by", 255, false, "Creator"),
              timestamp("updated_at", false, "Time of the last change, UTC"),
              varchar("updated_by", 255, false, "Author of the last change")));

  private static final Relation SHARED_CATALOGS =
      new Relation(
          "registry",
          "shared_catalogs",
          "One row per catalog that follows a share of a provider.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("provider_name", 255, false, "Name of the provider"),
              varchar("share_name", 255, false, "Name of the share at the provider"),
              timestamp(
                  "refreshed_at",
                  false,
                  "Last time when the content was that of the provider, UTC"),
              varchar("state", 16, false, "CURRENT, UNREACHABLE, INVALID or REFUSED"),
              varchar("message", 1000, true, "Reason of the state; NULL if CURRENT")));

  static final List<SecuredRelation> ALL =
      List.of(
          new SecuredRelation(SHARES, SHARE_ROWS),
          new SecuredRelation(SHARED_MODELS, MODEL_ROWS).computing("shared_as", "full_name"),
          new SecuredRelation(RECIPIENTS, RECIPIENT_ROWS),
          new SecuredRelation(SHARE_GRANTS, GRANT_ROWS),
          new SecuredRelation(
              PROVIDERS,
              SqlText.of(
                  """
                  SELECT p.name, o.name AS owner, p.endpoint, p.comment, p.expires_at, p.created_at,
                    p.created_by, p.updated_at, p.updated_by
                  FROM providers p {parent_join} principals o ON o.id = p.owner_id
                  WHERE {admin} OR {mine}""",
                  Map.of("admin", Visibility.ADMIN, "mine", Visibility.mine("p.owner_id")))),
          new SecuredRelation(
              SHARED_CATALOGS,
              SqlText.of(
                  """
                  SELECT c.name AS catalog_name, p.name AS provider_name, x.share_name,
                    x.refreshed_at, x.state, x.message
                  FROM shared_catalogs x JOIN catalogs c ON c.id = x.catalog_id
                  JOIN providers p ON p.id = x.provider_id
                  WHERE {visible}""",
                  Map.of("visible", Visibility.VISIBLE_CATALOG))));

  private ShareRelations() {}
}
