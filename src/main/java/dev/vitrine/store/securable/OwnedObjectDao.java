package dev.vitrine.store.securable;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Tables of objects that have an owner and a comment and are in no catalog. */
public abstract class OwnedObjectDao {
  private final Handle handle;
  private final String table;

  /**
   * Works in the transaction of a handle.
   *
   * @param table its name, a constant
   */
  protected OwnedObjectDao(Handle handle, String table) {
    this.handle = handle;
    this.table = table;
  }

  /** Locks the row of an object until the transaction ends; false if it is gone. */
  public final boolean lock(long id) {
    return handle
        .createQuery("SELECT id FROM " + table + " WHERE id = :id FOR UPDATE")
        .bind("id", id)
        .mapTo(long.class)
        .findOne()
        .isPresent();
  }

  /** Number of objects that a principal owns. */
  public final long countOf(long ownerId) {
    return count("SELECT COUNT(*) FROM " + table + " WHERE owner_id = :id", ownerId);
  }

  /** The result of a query for one number with the parameter {@code :id}. */
  protected final long count(String sql, long id) {
    return handle.createQuery(sql).bind("id", id).mapTo(long.class).one();
  }

  /** Gives an object to another principal. */
  public final void setOwner(long id, long ownerId, Authorship stamp) {
    update("owner_id = :owner,", id, stamp).bind("owner", ownerId).execute();
  }

  /** Sets or, when null, removes the comment of an object. */
  public final void setComment(long id, @Nullable String comment, Authorship stamp) {
    update("comment = :comment,", id, stamp).bind("comment", comment).execute();
  }

  /** Records the author and time of a change of an object. */
  public final void touch(long id, Authorship stamp) {
    update("", id, stamp).execute();
  }

  private Update update(String assignment, long id, Authorship stamp) {
    return handle
        .createUpdate(
            "UPDATE "
                + table
                + " SET "
                + assignment
                + " updated_at = :at, updated_by = :by WHERE id = :id")
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .bind("id", id);
  }

  /** Deletes an object with its parts; false if it was gone. */
  public final boolean delete(long id) {
    return handle.createUpdate("DELETE FROM " + table + " WHERE id = :id").bind("id", id).execute()
        > 0;
  }
}
