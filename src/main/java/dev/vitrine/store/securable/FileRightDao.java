package dev.vitrine.store.securable;

import dev.vitrine.catalog.FileRight;
import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.relation.ObjectTables;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads, in one statement, the rights for a signed URL. */
public final class FileRightDao {
  private static final String VERSION = "VERSION";

  private static final String RIGHT =
      right("effective_principals e ON e.principal_id = :user", "0");

  private static final String CLAIMED_RIGHT =
      right(
          "(SELECT holder_id FROM effective_principals WHERE principal_id = :user UNION ALL"
              + " SELECT id AS holder_id FROM principals WHERE is_external AND id IN (<claimed>))"
              + " e ON 1 = 1",
          "(SELECT COUNT(*) FROM principals WHERE is_external AND id IN (<claimed>))");

  private final Handle handle;

  /** Works in the transaction of a handle. */
  public FileRightDao(Handle handle) {
    this.handle = handle;
  }

  private static String right(String holders, String claims) {
    return Arrays.stream(SecurableType.values())
        .map(type -> level(type, holders))
        .collect(
            Collectors.joining(
                " UNION ",
                "",
                " UNION SELECT '"
                    + VERSION
                    + "' AS level, v.file_set_id AS id, f.creator_id AS owner_id, "
                    + claims
                    + " AS owned, NULL AS privilege"
                    + " FROM versions v JOIN file_sets f ON f.id = v.file_set_id"
                    + " WHERE v.model_id = :model AND v.version = :version"
                    + " AND EXISTS (SELECT 1 FROM principals WHERE id = :user)"));
  }

  private static String level(SecurableType type, String holders) {
    ObjectTables tables = ObjectTables.of(type);
    return "SELECT '"
        + type
        + "' AS level, o.id, o.owner_id,"
        + " CASE WHEN o.owner_id = e.holder_id THEN 1 ELSE 0 END AS owned, g.privilege FROM "
        + tables.objects()
        + " o"
        + switch (type) {
          case METASTORE, MODEL -> "";
          case CATALOG, SCHEMA -> " JOIN models m ON m." + tables.key() + " = o.id";
        }
        + " LEFT JOIN "
        + holders
        + " LEFT JOIN "
        + tables.grants()
        + " g ON g."
        + tables.key()
        + " = o.id AND g.principal_id = e.holder_id"
        + switch (type) {
          case METASTORE -> "";
          case CATALOG, SCHEMA -> " WHERE m.id = :model";
          case MODEL -> " WHERE o.id = :model";
        };
  }

  /** The stored rights; empty if the user, the model or the version no longer exists. */
  public Optional<FileRightRow> find(FileRight right) {
    boolean claims = !right.claimed().isEmpty();
    Query query =
        handle
            .createQuery(claims ? CLAIMED_RIGHT : RIGHT)
            .bind("user", right.userId())
            .bind("model", right.modelId())
            .bind("version", right.version());
    if (claims) {
      query.bindList("claimed", right.claimed());
    }
    Set<SecurableType> owned = EnumSet.noneOf(SecurableType.class);
    Map<SecurableType, Set<Privilege>> granted = new EnumMap<>(SecurableType.class);
    return query
        .map(
            (row, context) -> {
              String level = row.getString("level");
              if (level.equals(VERSION)) {
                return Optional.of(
                    new FileRightRow(
                        row.getLong("id"),
                        row.getLong("owner_id"),
                        row.getInt("owned") == right.claimed().size(),
                        Set.of(),
                        Map.of()));
              }
              SecurableType type = SecurableType.valueOf(level);
              if (row.getInt("owned") == 1) {
                owned.add(type);
              }
              Optional.ofNullable(row.getString("privilege"))
                  .flatMap(Privilege::named)
                  .ifPresent(
                      privilege ->
                          granted.computeIfAbsent(type, any -> new HashSet<>()).add(privilege));
              return Optional.<FileRightRow>empty();
            })
        .list()
        .stream()
        .flatMap(Optional::stream)
        .findFirst()
        .map(
            row ->
                new FileRightRow(row.set(), row.creatorId(), row.claimedExist(), owned, granted));
  }
}
