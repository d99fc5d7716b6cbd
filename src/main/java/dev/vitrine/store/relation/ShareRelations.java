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

  static final List<SecuredRelation> ALL =
      List.of(
          new SecuredRelation(SHARES, SHARE_ROWS),
          new SecuredRelation(SHARED_MODELS, MODEL_ROWS).computing("shared_as", "full_name"),
          new SecuredRelation(RECIPIENTS, RECIPIENT_ROWS),
          new SecuredRelation(SHARE_GRANTS, GRANT_ROWS));

  private ShareRelations() {}
}
