package dev.vitrine.store.share;

import dev.vitrine.store.securable.Authorship;
import dev.vitrine.store.securable.OwnedObjectDao;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Shares, their models and their grants to recipients. */
public final class ShareDao extends OwnedObjectDao {
  private final Handle handle;

  /** Works in the transaction of a handle. */
  public ShareDao(Handle handle) {
    super(handle, "shares");
    this.handle = handle;
  }

  /** The share of this name, in any case. */
  public Optional<ShareRow> find(String name) {
    return handle
        .createQuery("SELECT id, name, owner_id, comment FROM shares WHERE name = :name")
        .bind("name", name.toLowerCase(Locale.ROOT))
        .map(
            (row, context) ->
                new ShareRow(
                    row.getLong("id"),
                    row.getString("name"),
                    row.getLong("owner_id"),
                    Optional.ofNullable(row.getString("comment"))))
        .findOne();
  }

  /** Inserts a share. */
  public long insert(String name, long ownerId, @Nullable String comment, Authorship stamp) {
    return handle
        .createUpdate(
            """
            INSERT INTO shares
              (name, owner_id, comment, created_at, created_by, updated_at, updated_by)
            VALUES (:name, :owner, :comment, :at, :by, :at, :by)""")
        .bind("name", name)
        .bind("owner", ownerId)
        .bind("comment", comment)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(long.class)
        .one();
  }

  /** Number of models in a share. */
  public long countModels(long id) {
    return count("SELECT COUNT(*) FROM share_models WHERE share_id = :id", id);
  }

  /** Number of recipients that a share is granted to. */
  public long countRecipients(long id) {
    return count("SELECT COUNT(*) FROM share_grants WHERE share_id = :id", id);
  }

  /** Whether a share has a model. */
  public boolean hasModel(long id, long modelId) {
    return handle
        .createQuery("SELECT 1 FROM share_models WHERE share_id = :id AND model_id = :model")
        .bind("id", id)
        .bind("model", modelId)
        .mapTo(int.class)
        .findOne()
        .isPresent();
  }

  /** The model of these names in a share. */
  public OptionalLong modelNamed(long id, String schema, String name) {
    return handle
        .createQuery(
            """
            SELECT model_id FROM share_models
            WHERE share_id = :id AND shared_schema = :schema AND shared_name = :name""")
        .bind("id", id)
        .bind("schema", schema)
        .bind("name", name)
        .mapTo(long.class)
        .findOne()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /** Adds a model to a share, under these names. */
  public void addModel(long id, long modelId, String schema, String name, Authorship stamp) {
    handle
        .createUpdate(
            """
            INSERT INTO share_models
              (share_id, model_id, shared_schema, shared_name, added_at, added_by)
            VALUES (:id, :model, :schema, :name, :at, :by)""")
        .bind("id", id)
        .bind("model", modelId)
        .bind("schema", schema)
        .bind("name", name)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .execute();
  }

  /** Removes a model from a share; false if it was not there. */
  public boolean removeModel(long id, long modelId) {
    return handle
            .createUpdate("DELETE FROM share_models WHERE share_id = :id AND model_id = :model")
            .bind("id", id)
            .bind("model", modelId)
            .execute()
        > 0;
  }

  /** Whether a share is granted to a recipient. */
  public boolean isGranted(long id, long recipientId) {
    return handle
        .createQuery(
            "SELECT 1 FROM share_grants WHERE share_id = :id AND recipient_id = :recipient")
        .bind("id", id)
        .bind("recipient", recipientId)
        .mapTo(int.class)
        .findOne()
        .isPresent();
  }

  /** Grants a share, which is locked and not granted to the recipient yet. */
  public void grant(long id, long recipientId, Authorship stamp) {
    handle
        .createUpdate(
            """
            INSERT INTO share_grants (share_id, recipient_id, grantor, granted_at)
            VALUES (:id, :recipient, :by, :at)""")
        .bindMap(Map.of("id", id, "recipient", recipientId, "by", stamp.by(), "at", stamp.at()))
        .execute();
  }

  /** Revokes a share from a recipient; false if it was not granted. */
  public boolean revoke(long id, long recipientId) {
    return handle
            .createUpdate(
                "DELETE FROM share_grants WHERE share_id = :id AND recipient_id = :recipient")
            .bind("id", id)
            .bind("recipient", recipientId)
            .execute()
        > 0;
  }
}
