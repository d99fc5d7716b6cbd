package dev.vitrine.store.principal;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.history.HistoryTable;
import dev.vitrine.store.history.HistoryWriter;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  /** Leaves out pairs that have a row already, and principals that are in several members. */
  private static final String ONE_WAY =
      """
       AND NOT EXISTS (SELECT 1 FROM effective_principals x
        WHERE x.principal_id = b.principal_id AND x.holder_id = a.holder_id)
      AND (SELECT COUNT(*) FROM effective_principals y
        WHERE y.principal_id = b.principal_id AND y.holder_id IN (<members>)) = 1""";

  private static final String EVERYBODY = "account users";

  /** All changes of principals hold one lock, so no other transaction writes at the same time. */
  private static final String ALL = "1 = 1";

  private static final String INSERT =
      """
      INSERT INTO effective_principals (principal_id, holder_id, path, valid_from, changed_by)
      VALUES (:principal, :holder, :path, :since, :by)""";

  private final Handle handle;
  private final HistoryWriter history;

  MembershipClosure(Handle handle, HistoryWriter history) {
    this.handle = handle;
    this.history = history;
  }

  private record Edge(long principal, long holder) {}

  /** The rows of a principal that is in no group but everyone's. */
  void insert(long principalId) {
    change(
        INSERT,
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
    if (members.isEmpty()) {
      return;
    }
    Reached above = above(groupId);
    for (List<Long> part : parts(members)) {
      Reached below = below(part);
      requirePathFits(above.longestPath() + groupName.length() + below.longestPath());
      Set<Long> several = new HashSet<>(below.several());
      several.addAll(alreadyInside(groupId, above.ids(), part, below.ids()));
      insertNew(groupId, groupName, part, !several.isEmpty());
      recompute(several);
    }
  }

  /**
   * Principals below or above others in the closure.
   *
   * @param several those that are reached from several of the others
   * @param longestPath length of the longest path to one of them, in characters
   */
  private record Reached(Set<Long> ids, Set<Long> several, int longestPath) {}

  /** The group and the groups that it is in. */
  private Reached above(long groupId) {
    return reached(
        handle
            .createQuery(
                """
                SELECT holder_id AS id, 1 AS paths, CHAR_LENGTH(path) AS longest
                FROM effective_principals WHERE principal_id = :group AND holder_id <> 1""")
            .bind("group", groupId));
  }

  /** The members and the principals that are in them. */
  private Reached below(List<Long> members) {
    return reached(
        handle
            .createQuery(
                """
                SELECT principal_id AS id, COUNT(*) AS paths, MAX(CHAR_LENGTH(path)) AS longest
                FROM effective_principals WHERE holder_id IN (<members>) GROUP BY principal_id""")
            .bindList("members", members));
  }

  private static Reached reached(Query query) {
    Set<Long> ids = new HashSet<>();
    Set<Long> several = new HashSet<>();
    int longest =
        query
            .map(
                (row, context) -> {
                  ids.add(row.getLong("id"));
                  if (row.getLong("paths") > 1) {
                    several.add(row.getLong("id"));
                  }
                  return row.getInt("longest");
                })
            .list()
            .stream()
            .mapToInt(Integer::intValue)
            .max()
            .orElse(0);
    return new Reached(ids, several, longest);
  }

  private static void requirePathFits(int names) {
    if (names + 2 * MembershipPaths.SEPARATOR.length() > LONGEST_PATH) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The groups are nested too deeply: the names on one path have more than "
                  + LONGEST_PATH
                  + " characters.")
          .withHint("Use fewer levels of groups, or shorter names.");
    }
  }

  /**
   * The principals below the members that are in the group already, or in a group above it. The
   * rows of the smaller side are read and compared here if they are few; a join would read all
   * groups of each principal below the members.
   */
  private Collection<Long> alreadyInside(
      long groupId, Set<Long> above, List<Long> members, Set<Long> below) {
    boolean fromAbove = above.size() < below.size();
    Set<Long> smaller = fromAbove ? above : below;
    if (smaller.isEmpty()) {
      return Set.of();
    }
    int most = below.size() + FEW_MEMBERS;
    if (smaller.size() <= IDS_PER_STATEMENT) {
      Set<Long> inside = new HashSet<>();
      int read =
          handle
              .createQuery(
                  "SELECT principal_id, holder_id FROM effective_principals WHERE "
                      + (fromAbove ? "holder_id" : "principal_id")
                      + " IN (<ids>) FETCH FIRST :most ROWS ONLY")
              .bindList("ids", List.copyOf(smaller))
              .bind("most", most)
              .map(
                  (row, context) -> {
                    long principal = row.getLong("principal_id");
                    if (below.contains(principal) && above.contains(row.getLong("holder_id"))) {
                      inside.add(principal);
                    }
                    return principal;
                  })
              .list()
              .size();
      if (read < most) {
        return inside;
      }
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

  /**
   * Inserts the rows of pairs without one that follow in one way only.
   *
   * @param several whether there may be others
   */
  private void insertNew(long groupId, String groupName, List<Long> members, boolean several) {
    handle
        .createUpdate(
            """
            INSERT INTO effective_principals (principal_id, holder_id, path, valid_from, changed_by)
            SELECT b.principal_id, a.holder_id,
              CASE WHEN b.path = '' THEN '' ELSE b.path || ' > ' END || CAST(:name AS VARCHAR(255))
                || CASE WHEN a.path = '' THEN '' ELSE ' > ' || a.path END,
              CAST(:since AS TIMESTAMP(3)), CAST(:by AS VARCHAR(255))
            FROM effective_principals b CROSS JOIN effective_principals a
            WHERE b.holder_id IN (<members>) AND a.principal_id = :group AND a.holder_id <> 1"""
                + (several ? ONE_WAY : ""))
        .bindList("members", members)
        .bind("group", groupId)
        .bind("name", groupName)
        .bind("since", inserting())
        .bind("by", history.author())
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
    List<LocalDateTime> beginnings = new ArrayList<>();
    handle
        .createQuery(
            "SELECT principal_id, holder_id, path, valid_from FROM effective_principals"
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
              beginnings.add(row.getObject("valid_from", LocalDateTime.class));
              return edge;
            })
        .list();
    beginnings.stream()
        .max(LocalDateTime::compareTo)
        .ifPresent(
            newest ->
                history.closeAll(
                    HistoryTable.EFFECTIVE_PRINCIPALS,
                    newest,
                    Stream.concat(deleted.keySet().stream(), updated.keySet().stream())
                        .<List<?>>map(edge -> List.of(edge.principal(), edge.holder()))
                        .toList(),
                    ALL,
                    Map.of()));
    change(
        "DELETE FROM effective_principals WHERE principal_id = :principal AND holder_id = :holder",
        deleted);
    change(
        "UPDATE effective_principals SET path = :path, valid_from = :since, changed_by = :by"
            + " WHERE principal_id = :principal AND holder_id = :holder",
        updated);
    change(INSERT, inserted);
  }

  private void change(String sql, Map<Edge, String> rows) {
    if (rows.isEmpty()) {
      return;
    }
    LocalDateTime since = inserting();
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      rows.forEach(
          (edge, path) ->
              batch
                  .bind("since", since)
                  .bind("by", history.author())
                  .bind("principal", edge.principal())
                  .bind("holder", edge.holder())
                  .bind("path", path)
                  .add());
      batch.execute();
    }
  }

  private LocalDateTime inserting() {
    return history.insert(HistoryTable.EFFECTIVE_PRINCIPALS, ALL, Map.of());
  }

  private static List<List<Long>> parts(Collection<Long> ids) {
    List<Long> all = List.copyOf(ids);
    return IntStream.iterate(0, i -> i < all.size(), i -> i + IDS_PER_STATEMENT)
        .mapToObj(i -> all.subList(i, Math.min(i + IDS_PER_STATEMENT, all.size())))
        .toList();
  }
}
