package dev.vitrine.store.principal;

import dev.vitrine.catalog.Claims;
import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.catalog.StoredPassword;
import dev.vitrine.store.history.HistoryTable;
import dev.vitrine.store.history.HistoryWriter;
import dev.vitrine.store.statement.DirectStatements;
import dev.vitrine.store.statement.NamedSql;
import dev.vitrine.store.vendor.StoreErrors;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final @Nullable HistoryWriter writer;

  /** Reads with a handle, and changes nothing. */
  public PrincipalDao(Handle handle, DirectStatements direct) {
    this.handle = handle;
    this.direct = direct;
    this.writer = null;
  }

  /** Works in the transaction of a handle. */
  public PrincipalDao(Handle handle, DirectStatements direct, HistoryWriter history) {
    this.handle = handle;
    this.direct = direct;
    this.writer = history;
  }

  private HistoryWriter history() {
    if (writer == null) {
      throw new IllegalStateException("opened for reading only");
    }
    return writer;
  }

  private MembershipClosure closure() {
    return new MembershipClosure(handle, history());
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

  /** Inserts a principal that is a member of {@code account users} only; returns its ID. */
  public long insert(
      String name, PrincipalKind kind, @Nullable StoredPassword password, LocalDateTime now) {
    long id =
        handle
            .createUpdate(
                """
                INSERT INTO principals
                  (name, name_key, kind, password_hash, scram_verifier, created_at, valid_from,
                    changed_by)
                VALUES (:name, :key, :kind, :hash, :verifier, :now, :since, :by)""")
            .bind(
                "since",
                history()
                    .insert(
                        HistoryTable.PRINCIPALS,
                        "name_key = :key",
                        Map.of("key", name.toLowerCase(Locale.ROOT))))
            .bind("by", history().author())
            .bind("name", name)
            .bind("key", name.toLowerCase(Locale.ROOT))
            .bind("kind", kind.name())
            .bind("hash", password == null ? null : password.hash())
            .bind("verifier", password == null ? null : password.scramVerifier())
            .bind("now", now)
            .executeAndReturnGeneratedKeys("id")
            .mapTo(long.class)
            .one();
    closure().insert(id);
    return id;
  }

  /** Makes a group without members external. */
  public void makeExternal(long groupId) {
    history().close(HistoryTable.PRINCIPALS, "id = :id", Map.of("id", groupId));
    handle
        .createUpdate(
            """
            UPDATE principals SET is_external = TRUE, valid_from = :since, changed_by = :by
            WHERE id = :id""")
        .bind("since", history().time())
        .bind("by", history().author())
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

  /** Deletes a principal with its grants and memberships, under the {@link #lock()}. */
  public void delete(long id) {
    MembershipClosure closure = closure();
    Set<Long> members = closure.below(Set.of(id));
    members.remove(id);
    Map<String, Long> key = Map.of("id", id);
    // First, because it takes the lock that grants to the principal need.
    history().close(HistoryTable.PRINCIPALS, "id = :id", key);
    for (HistoryTable grants : HistoryTable.GRANTS) {
      history().close(grants, "principal_id = :id", key);
    }
    history().close(HistoryTable.GROUP_MEMBERS, "group_id = :id OR member_id = :id", key);
    history()
        .close(HistoryTable.EFFECTIVE_PRINCIPALS, "principal_id = :id OR holder_id = :id", key);
    handle.createUpdate("DELETE FROM principals WHERE id = :id").bind("id", id).execute();
    closure.recompute(members);
  }

  /** The type of an object that the principal owns, for messages; empty if none. */
  public Optional<String> owns(long id) {
    return handle
        .createQuery(
            """
            SELECT 'metastore' FROM metastore WHERE owner_id = :id
            UNION ALL SELECT 'catalog' FROM catalogs WHERE owner_id = :id
            UNION ALL SELECT 'schema' FROM schemas WHERE owner_id = :id
            UNION ALL SELECT 'model' FROM models WHERE owner_id = :id
            UNION ALL SELECT 'share' FROM shares WHERE owner_id = :id
            UNION ALL SELECT 'recipient' FROM recipients WHERE owner_id = :id
            UNION ALL SELECT 'provider' FROM providers WHERE owner_id = :id
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
    MembershipClosure closure = closure();
    // Memberships that ended, whichever, may begin again.
    history().continueAfter(HistoryTable.GROUP_MEMBERS, "1 = 1", Map.of());
    history().continueAfter(HistoryTable.EFFECTIVE_PRINCIPALS, "1 = 1", Map.of());
    Set<Long> leaving = closure.below(removed);
    closeMembers(group, removed);
    changeMembers(
        "DELETE FROM group_members WHERE group_id = :group AND member_id = :member",
        group,
        removed);
    closure.recompute(leaving);
    history().insert(HistoryTable.GROUP_MEMBERS, "group_id = :group", Map.of("group", group.id()));
    changeMembers(
        "INSERT INTO group_members (group_id, member_id, valid_from, changed_by)"
            + " VALUES (:group, :member, :since, :by)",
        group,
        added);
    closure.added(group.id(), group.name(), added);
  }

  private void closeMembers(PrincipalRow group, Set<Long> members) {
    if (members.isEmpty()) {
      return;
    }
    handle
        .createQuery("SELECT MAX(valid_from) FROM group_members WHERE group_id = :group")
        .bind("group", group.id())
        .mapTo(LocalDateTime.class)
        .findOne()
        .ifPresent(
            newest ->
                history()
                    .closeAll(
                        HistoryTable.GROUP_MEMBERS,
                        newest,
                        members.stream()
                            .<List<?>>map(member -> List.of(group.id(), member))
                            .toList(),
                        "group_id = :group",
                        Map.of("group", group.id())));
  }

  private void changeMembers(String sql, PrincipalRow group, Set<Long> members) {
    if (members.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      members.forEach(
          member ->
              batch
                  .bind("group", group.id())
                  .bind("member", member)
                  .bind("since", history().time())
                  .bind("by", history().author())
                  .add());
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

  private static PrincipalRow principal(ResultSet row, StatementContext context)
      throws SQLException {
    return new PrincipalRow(
        row.getLong("id"),
        row.getString("name"),
        PrincipalKind.valueOf(row.getString("kind")),
        row.getBoolean("is_external"));
  }
}
