package dev.vitrine.store.principal;

import dev.vitrine.catalog.Claims;
import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.catalog.StoredPassword;
import dev.vitrine.store.statement.DirectStatements;
import dev.vitrine.store.statement.NamedSql;
import dev.vitrine.store.vendor.StoreErrors;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Users, groups, memberships and the metastore's owner. */
public final class PrincipalDao {
  /** One row if there is a principal of the id. */
  public static final String USER_EXISTS = "SELECT 1 FROM principals WHERE id = ?";

  /** The principals that a principal acts as, a row for each. */
  private static final NamedSql CALLER =
      NamedSql.of(
          """
          SELECT p.name, e.holder_id, (SELECT owner_id FROM metastore) AS owner_id
          FROM principals p JOIN effective_principals e ON e.principal_id = p.id
          WHERE p.id = :id""");

  private static final NamedSql LOGIN =
      NamedSql.of(
          """
          SELECT p.id, p.name, p.password_hash, p.scram_verifier, p.credentials_version,
            e.holder_id, (SELECT owner_id FROM metastore) AS owner_id
          FROM principals p JOIN effective_principals e ON e.principal_id = p.id
          WHERE p.name_key = :key AND p.kind = 'USER'""");

  private final Handle handle;
  private final DirectStatements direct;
  private final MembershipClosure closure;

  /** Works in the transaction of a handle. */
  public PrincipalDao(Handle handle, DirectStatements direct) {
    this.handle = handle;
    this.direct = direct;
    this.closure = new MembershipClosure(handle);
  }

  /** The principal of this name, in any case. */
  public Optional<PrincipalRow> find(String name) {
    return handle
        .createQuery("SELECT id, name, kind, is_external FROM principals WHERE name_key = :key")
        .bind("key", name.toLowerCase(Locale.ROOT))
        .map(PrincipalDao::principal)
        .findOne();
  }

  /** The user of this id. */
  public Optional<PrincipalRow> findUser(long id) {
    return handle
        .createQuery(
            "SELECT id, name, kind, is_external FROM principals WHERE id = :id AND kind = 'USER'")
        .bind("id", id)
        .map(PrincipalDao::principal)
        .findOne();
  }

  /** The user of this name, compared without regard to case, with the password hash. */
  public Optional<LoginRow> login(String name) {
    CallerRows caller = new CallerRows();
    return direct
        .list(
            LOGIN,
            Map.of("key", name.toLowerCase(Locale.ROOT)),
            row -> {
              caller.add(row.getLong("id"), row);
              return new Login(
                  row.getString("password_hash"),
                  row.getString("scram_verifier"),
                  row.getLong("credentials_version"));
            })
        .stream()
        .findFirst()
        .map(
            login -> {
              CallerSnapshot snapshot = caller.snapshot();
              return new LoginRow(
                  snapshot.caller().id(),
                  snapshot.caller().name(),
                  Optional.ofNullable(login.passwordHash()),
                  Optional.ofNullable(login.scramVerifier()),
                  login.credentialsVersion(),
                  snapshot);
            });
  }

  private record Login(
      @Nullable String passwordHash, @Nullable String scramVerifier, long credentialsVersion) {}

  /**
   * The principals that the user of a session acts as.
   *
   * @throws dev.vitrine.error.VitrineException AUTHENTICATION_FAILED when the user was dropped
   */
  public Caller user(long userId, Claims claims) {
    Caller user = caller(userId).orElseThrow(StoreErrors::userDropped);
    if (claims.isEmpty()) {
      return user;
    }
    Map<String, Long> claimed = new HashMap<>();
    handle
        .createQuery(
            "SELECT id, name_key FROM principals WHERE is_external AND name_key IN (<names>)")
        .bindList("names", claims.groups())
        .map((row, context) -> claimed.put(row.getString("name_key"), row.getLong("id")))
        .list();
    boolean makeAdmin = claims.adminGroup().filter(claimed::containsKey).isPresent();
    return user.claiming(Set.copyOf(claimed.values()), makeAdmin);
  }

  /** The principals that this principal acts as; empty if it no longer exists. */
  public Optional<Caller> caller(long userId) {
    CallerRows rows = new CallerRows();
    return direct
        .list(
            CALLER,
            Map.of("id", userId),
            row -> {
              rows.add(userId, row);
              return rows;
            })
        .stream()
        .findFirst()
        .map(all -> all.snapshot().caller());
  }

  /**
   * Inserts a principal that is a member of {@code account users} only.
   *
   * @return its ID
   */
  public long insert(
      String name, PrincipalKind kind, @Nullable StoredPassword password, LocalDateTime now) {
    long id =
        handle
            .createUpdate(
                """
                INSERT INTO principals
                  (name, name_key, kind, password_hash, scram_verifier, created_at)
                VALUES (:name, :key, :kind, :hash, :verifier, :now)""")
            .bind("name", name)
            .bind("key", name.toLowerCase(Locale.ROOT))
            .bind("kind", kind.name())
            .bind("hash", password == null ? null : password.hash())
            .bind("verifier", password == null ? null : password.scramVerifier())
            .bind("now", now)
            .executeAndReturnGeneratedKeys("id")
            .mapTo(long.class)
            .one();
    closure.insert(id);
    return id;
  }

  /** Makes a group without members external. */
  public void makeExternal(long groupId) {
    handle
        .createUpdate("UPDATE principals SET is_external = TRUE WHERE id = :id")
        .bind("id", groupId)
        .execute();
  }

  /**
   * Sets a user's password, which ends the user's sessions.
   *
   * @return how often the user's credentials have been changed now
   */
  public long setPassword(long userId, StoredPassword password) {
    handle
        .createUpdate(
            """
            UPDATE principals
            SET password_hash = :hash, scram_verifier = :verifier,
              credentials_version = credentials_version + 1
            WHERE id = :id""")
        .bind("hash", password.hash())
        .bind("verifier", password.scramVerifier())
        .bind("id", userId)
        .execute();
    return handle
        .createQuery("SELECT credentials_version FROM principals WHERE id = :id")
        .bind("id", userId)
        .mapTo(long.class)
        .one();
  }

  /** For how many days audit rows are kept; empty if for ever. */
  public Optional<Integer> auditRetentionDays() {
    return handle
        .createQuery(
            "SELECT audit_retention_days FROM metastore WHERE audit_retention_days IS NOT NULL")
        .mapTo(Integer.class)
        .findOne();
  }

  /** The metastore, which there is since the first user connected. */
  public MetastoreRow metastore() {
    return handle
        .createQuery(
            """
            SELECT t.name, t.metastore_uuid, p.name AS owner,
              CAST(t.created_at AS VARCHAR(255)) AS created_at, t.audit_retention_days
            FROM metastore t JOIN principals p ON p.id = t.owner_id""")
        .map(
            (row, context) ->
                new MetastoreRow(
                    row.getString("name"),
                    row.getString("metastore_uuid"),
                    row.getString("owner"),
                    row.getString("created_at"),
                    Optional.ofNullable(row.getObject("audit_retention_days", Integer.class))))
        .one();
  }

  /** Sets for how many days audit rows are kept; empty is for ever. */
  public void setAuditRetentionDays(@Nullable Integer days) {
    handle
        .createUpdate("UPDATE metastore SET audit_retention_days = :days")
        .bind("days", days)
        .execute();
  }

  /** Deletes a principal with its grants and memberships, under the {@link #lock()}. */
  public void delete(long id) {
    Set<Long> members = closure.below(Set.of(id));
    members.remove(id);
    handle.createUpdate("DELETE FROM principals WHERE id = :id").bind("id", id).execute();
    closure.recompute(members);
  }

  /**
   * The type of an object that the principal owns, for messages: {@code "model"}; empty if none.
   */
  public Optional<String> owns(long id) {
    return handle
        .createQuery(
            """
            SELECT 'metastore' FROM metastore WHERE owner_id = :id
            UNION ALL SELECT 'catalog' FROM catalogs WHERE owner_id = :id
            UNION ALL SELECT 'schema' FROM schemas WHERE owner_id = :id
            UNION ALL SELECT 'model' FROM models WHERE owner_id = :id
            FETCH FIRST ROW ONLY""")
        .bind("id", id)
        .mapTo(String.class)
        .findOne();
  }

  /** Those of the principals that are direct members of the group. */
  public Set<Long> directMembers(long groupId, Collection<Long> principals) {
    Set<Long> members = new HashSet<>();
    handle
        .createQuery("SELECT member_id FROM group_members WHERE group_id = :group")
        .bind("group", groupId)
        .mapTo(Long.class)
        .forEach(members::add);
    members.retainAll(principals);
    return members;
  }

  /**
   * Removes and adds direct members of a group, under the {@link #lock()}.
   *
   * @param removed members of the group
   * @param added principals that are not members of the group, nor contain it
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE when groups get nested too
   *     deeply
   */
  public void changeMembers(PrincipalRow group, Set<Long> removed, Set<Long> added) {
    Set<Long> leaving = closure.below(removed);
    changeMembers(
        "DELETE FROM group_members WHERE group_id = :group AND member_id = :member",
        group,
        removed);
    closure.recompute(leaving);
    changeMembers(
        "INSERT INTO group_members (group_id, member_id) VALUES (:group, :member)", group, added);
    closure.added(group.id(), group.name(), added);
  }

  private void changeMembers(String sql, PrincipalRow group, Set<Long> members) {
    if (members.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      members.forEach(member -> batch.bind("group", group.id()).bind("member", member).add());
      batch.execute();
    }
  }

  /** Whether the second is a member of the first, directly or through groups. */
  public boolean isMember(long groupId, long principalId) {
    return groupId != principalId
        && handle
            .createQuery(
                """
                SELECT 1 FROM effective_principals
                WHERE principal_id = :principal AND holder_id = :group""")
            .bind("principal", principalId)
            .bind("group", groupId)
            .mapTo(int.class)
            .findOne()
            .isPresent();
  }

  /** Whether at least one user is an admin, directly or through groups. */
  public boolean anyAdmin() {
    return handle
        .createQuery(
            """
            SELECT 1 FROM effective_principals e JOIN principals p ON p.id = e.principal_id
            WHERE p.kind = 'USER' AND e.holder_id = (SELECT owner_id FROM metastore)
            FETCH FIRST ROW ONLY""")
        .mapTo(int.class)
        .findOne()
        .isPresent();
  }

  /** Takes the lock under which principals change, until the transaction ends. */
  public void lock() {
    handle.createQuery("SELECT id FROM metastore FOR UPDATE").mapTo(long.class).one();
  }

  /** Whether the store has an owner, that is, has been connected to before. */
  public boolean hasMetastore() {
    return handle.createQuery("SELECT id FROM metastore").mapTo(long.class).findOne().isPresent();
  }

  /** Makes the registry's metastore, owned by {@code ownerId}. */
  public void insertMetastore(String name, long ownerId, LocalDateTime now) {
    handle
        .createUpdate(
            """
            INSERT INTO metastore (id, name, metastore_uuid, owner_id, created_at)
            VALUES (1, :name, :uuid, :owner, :now)""")
        .bind("name", name)
        .bind("uuid", UUID.randomUUID().toString())
        .bind("owner", ownerId)
        .bind("now", now)
        .execute();
  }

  /** Gives the metastore to another principal. */
  public void setMetastoreOwner(long ownerId) {
    handle.createUpdate("UPDATE metastore SET owner_id = :id").bind("id", ownerId).execute();
  }

  private static PrincipalRow principal(ResultSet row, StatementContext context)
      throws SQLException {
    return new PrincipalRow(
        row.getLong("id"),
        row.getString("name"),
        PrincipalKind.valueOf(row.getString("kind")),
        row.getBoolean("is_external"));
  }
}
