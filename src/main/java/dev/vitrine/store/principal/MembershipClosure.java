package dev.vitrine.store.principal;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/**
 * Keeps {@code effective_principals}, the transitive closure of group memberships with the path of
 * each, up to date. A change costs as much as the rows that differ, not as much as the closure. The
 * caller holds the lock of principals.
 *
 * <p>Of several paths between two principals the shortest is stored, and of several shortest ones
 * the first by the names of the groups on it.
 */
final class MembershipClosure {
  /**
   * In characters: 64 levels of groups with names of 255 characters, or some 800 levels of short
   * names. The closure stores a path for each pair of nested groups, so its size in bytes grows
   * with the square of the levels times this bound.
   */
  private static final int LONGEST_PATH = 16_384;

  /** Ids in one statement; PostgreSQL accepts 65,535 parameters. */
  private static final int IDS_PER_STATEMENT = 1_000;

  /** Rows that are read faster than a join is planned and run. */
  private static final int FEW_MEMBERS = 1_000;

  private static final String EVERYBODY = "account users";

  private final Handle handle;

  MembershipClosure(Handle handle) {
    this.handle = handle;
  }

  private record Edge(long principal, long holder) {}

  /** The rows of a principal that is in no group but everyone's. */
  void insert(long principalId) {
    change(
        "INSERT INTO effective_principals (principal_id, holder_id, path)"
            + " VALUES (:principal, :holder, :path)",
        Map.of(
            new Edge(principalId, principalId),
            "",
            new Edge(principalId, PrincipalRow.ACCOUNT_USERS),
            EVERYBODY));
  }

  /** The principals that are members of one of the groups, directly or not, and the groups. */
  Set<Long> below(Collection<Long> groups) {
    Set<Long> below = new HashSet<>();
    for (List<Long> part : parts(groups)) {
      handle
          .createQuery(
              "SELECT principal_id FROM effective_principals WHERE holder_id IN (<groups>)")
          .bindList("groups", part)
          .mapTo(Long.class)
          .forEach(below::add);
    }
    return below;
  }

  /**
   * Adds the closure rows of new direct members of a group.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when a path gets longer than {@link
   *     #LONGEST_PATH}
   */
  void added(long groupId, String groupName, Collection<Long> members) {
    requirePathFits(groupId, groupName, members);
    for (List<Long> part : parts(members)) {
      Set<Long> several = reachedInSeveralWays(groupId, part);
      insertNew(groupId, groupName, part);
      recompute(several);
    }
  }

  private void requirePathFits(long groupId, String groupName, Collection<Long> members) {
    int above =
        handle
            .createQuery(
                "SELECT COALESCE(MAX(CHAR_LENGTH(path)), 0) FROM effective_principals"
                    + " WHERE principal_id = :group")
            .bind("group", groupId)
            .mapTo(Integer.class)
            .one();
    for (List<Long> part : parts(members)) {
      int below =
          handle
              .createQuery(
                  "SELECT COALESCE(MAX(CHAR_LENGTH(path)), 0) FROM effective_principals"
                      + " WHERE holder_id IN (<members>)")
              .bindList("members", part)
              .mapTo(Integer.class)
              .one();
      if (below + above + groupName.length() + 2 * MembershipPaths.SEPARATOR.length()
          > LONGEST_PATH) {
        throw new VitrineException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The groups are nested too deeply: the names on one path have more than "
                    + LONGEST_PATH
                    + " characters.")
            .withHint("Use fewer levels of groups, or shorter names.");
      }
    }
  }

  /** The principals for which stored paths, or several new ones, have to be compared. */
  private Set<Long> reachedInSeveralWays(long groupId, List<Long> members) {
    Set<Long> several =
        new HashSet<>(
            handle
                .createQuery(
                    """
                    SELECT principal_id FROM effective_principals WHERE holder_id IN (<members>)
                    GROUP BY principal_id HAVING COUNT(*) > 1""")
                .bindList("members", members)
                .mapTo(Long.class)
                .list());
    several.addAll(alreadyInGroupsOf(groupId, members));
    return several;
  }

  /**
   * The principals below the members that are in the group already, or in a group above it. Where
   * these groups have few members, they are read and compared here; a join would read all groups of
   * each principal below the members.
   */
  private Collection<Long> alreadyInGroupsOf(long groupId, List<Long> members) {
    Set<Long> below = below(members);
    int most = below.size() + FEW_MEMBERS;
    List<Long> inside =
        handle
            .createQuery(
                """
                SELECT principal_id FROM effective_principals WHERE holder_id IN
                  (SELECT holder_id FROM effective_principals
                    WHERE principal_id = :group AND holder_id <> 1)
                FETCH FIRST :most ROWS ONLY""")
            .bind("group", groupId)
            .bind("most", most)
            .mapTo(Long.class)
            .list();
    if (inside.size() < most) {
      below.retainAll(new HashSet<>(inside));
      return below;
    }
    return handle
        .createQuery(
            """
            SELECT b.principal_id FROM effective_principals b
            JOIN effective_principals x ON x.principal_id = b.principal_id
            JOIN effective_principals a ON a.holder_id = x.holder_id
            WHERE b.holder_id IN (<members>) AND a.principal_id = :group AND a.holder_id <> 1""")
        .bindList("members", members)
        .bind("group", groupId)
        .mapTo(Long.class)
        .list();
  }

  /** The rows of pairs without one that follow in one way only. */
  private void insertNew(long groupId, String groupName, List<Long> members) {
    handle
        .createUpdate(
            """
            INSERT INTO effective_principals (principal_id, holder_id, path)
            SELECT b.principal_id, a.holder_id,
              CASE WHEN b.path = '' THEN '' ELSE b.path || ' > ' END || CAST(:name AS VARCHAR(255))
                || CASE WHEN a.path = '' THEN '' ELSE ' > ' || a.path END
            FROM effective_principals b CROSS JOIN effective_principals a
            WHERE b.holder_id IN (<members>) AND a.principal_id = :group AND a.holder_id <> 1
              AND NOT EXISTS (SELECT 1 FROM effective_principals x
                WHERE x.principal_id = b.principal_id AND x.holder_id = a.holder_id)
              AND (SELECT COUNT(*) FROM effective_principals y
                WHERE y.principal_id = b.principal_id AND y.holder_id IN (<members>)) = 1""")
        .bindList("members", members)
        .bind("group", groupId)
        .bind("name", groupName)
        .execute();
  }

  /** Recomputes the rows of these principals, and writes those that differ. */
  void recompute(Collection<Long> principals) {
    if (principals.isEmpty()) {
      return;
    }
    MembershipPaths memberships = new MembershipPaths();
    read(
        memberships,
        handle.createQuery(
            """
            SELECT x.member_id, x.group_id, g.name FROM group_members x
            JOIN principals g ON g.id = x.group_id JOIN principals m ON m.id = x.member_id
            WHERE m.kind = 'GROUP' ORDER BY g.name_key"""));
    for (List<Long> part : parts(principals)) {
      MembershipPaths ofPart = memberships.copy();
      read(
          ofPart,
          handle
              .createQuery(
                  """
                  SELECT x.member_id, x.group_id, g.name FROM group_members x
                  JOIN principals g ON g.id = x.group_id JOIN principals m ON m.id = x.member_id
                  WHERE m.kind <> 'GROUP' AND x.member_id IN (<members>) ORDER BY g.name_key""")
              .bindList("members", part));
      store(part, ofPart);
    }
  }

  private static void read(MembershipPaths memberships, Query directMemberships) {
    directMemberships
        .map(
            (row, context) ->
                memberships.add(
                    row.getLong("member_id"), row.getLong("group_id"), row.getString("name")))
        .list();
  }

  private void store(List<Long> principals, MembershipPaths memberships) {
    Map<Edge, String> inserted = new HashMap<>();
    for (long id : principals) {
      memberships.above(id).forEach((group, path) -> inserted.put(new Edge(id, group), path));
    }
    Map<Edge, String> updated = new HashMap<>();
    Map<Edge, String> deleted = new HashMap<>();
    handle
        .createQuery(
            "SELECT principal_id, holder_id, path FROM effective_principals"
                + " WHERE principal_id IN (<principals>) AND holder_id <> principal_id"
                + " AND holder_id <> 1")
        .bindList("principals", principals)
        .map(
            (row, context) -> {
              Edge edge = new Edge(row.getLong("principal_id"), row.getLong("holder_id"));
              String path = inserted.remove(edge);
              if (path == null) {
                deleted.put(edge, "");
              } else if (!path.equals(row.getString("path"))) {
                updated.put(edge, path);
              }
              return edge;
            })
        .list();
    change(
        "DELETE FROM effective_principals WHERE principal_id = :principal AND holder_id = :holder",
        deleted);
    change(
        "UPDATE effective_principals SET path = :path"
            + " WHERE principal_id = :principal AND holder_id = :holder",
        updated);
    change(
        "INSERT INTO effective_principals (principal_id, holder_id, path)"
            + " VALUES (:principal, :holder, :path)",
        inserted);
  }

  private void change(String sql, Map<Edge, String> rows) {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      rows.forEach(
          (edge, path) ->
              batch
                  .bind("principal", edge.principal())
                  .bind("holder", edge.holder())
                  .bind("path", path)
                  .add());
      batch.execute();
    }
  }

  private static List<List<Long>> parts(Collection<Long> ids) {
    List<Long> all = List.copyOf(ids);
    return IntStream.iterate(0, i -> i < all.size(), i -> i + IDS_PER_STATEMENT)
        .mapToObj(i -> all.subList(i, Math.min(i + IDS_PER_STATEMENT, all.size())))
        .toList();
  }
}
