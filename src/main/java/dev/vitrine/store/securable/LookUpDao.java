package dev.vitrine.store.securable;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.principal.Caller;
import dev.vitrine.store.principal.PrincipalRow;
import dev.vitrine.store.statement.DirectStatements;
import dev.vitrine.store.statement.NamedSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds securables by name with the caller's rights, and reads whole models and versions. */
public final class LookUpDao {
  /** The parameters for the parts of a name, in order. */
  private static final List<String> LEVELS = List.of("catalog", "schema", "model");

  private final DirectStatements direct;

  /** Works in the transaction of the statements. */
  public LookUpDao(DirectStatements direct) {
    this.direct = direct;
  }

  /**
   * Finds a securable by its lower-case names, as deep as names are given, with the caller's rights
   * on each level. Sends the same statement regardless of what exists, so that time and traffic
   * reveal nothing.
   */
  public SecurablePath path(Caller caller, NamePath name) {
    Map<String, Object> parameters = parameters(caller, name);
    Map<SecurableType, SecurablePath.Link> links = new EnumMap<>(SecurableType.class);
    direct.list(
        LookUpSql.PATH,
        parameters,
        row -> {
          SecurablePath.Link link = link(row);
          return links.merge(link.type(), link, SecurablePath.Link::with);
        });
    return new SecurablePath(List.copyOf(links.values()));
  }

  /** The parameters of {@link LookUpSql#PATH_TEXT}. */
  static Map<String, Object> parameters(Caller caller, NamePath name) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("holders", caller.holders().toArray(Long[]::new));
    for (int i = 0; i < name.parts().size(); i++) {
      parameters.put(LEVELS.get(i), name.parts().get(i));
    }
    return parameters;
  }

  /** A row of {@link LookUpSql#PATH_TEXT}. */
  static SecurablePath.Link link(ResultSet row) throws SQLException {
    String privilege = row.getString("privilege");
    return new SecurablePath.Link(
        SecurableType.valueOf(row.getString("level")),
        row.getLong("id"),
        row.getLong("owner_id"),
        privilege == null ? Set.of() : Set.of(Privilege.named(privilege).orElseThrow()),
        row.getString("shared_id") != null);
  }

  /** A model with its aliases and tags. Whether the caller may see it was decided before. */
  public Optional<RegisteredModel> model(long id) {
    return rows(LookUpSql.MODEL, Map.of("id", id)).model();
  }

  /** The version of a number with its aliases and tags. */
  public Optional<ModelVersion> version(long model, long version) {
    return rows(LookUpSql.VERSION, Map.of("id", model, "version", version)).version();
  }

  /** The version of an alias, compared without regard to case. */
  public Optional<ModelVersion> versionOf(long model, String alias) {
    return rows(
            LookUpSql.VERSION_OF_ALIAS,
            Map.of("id", model, "alias", alias.toLowerCase(Locale.ROOT)))
        .version();
  }

  /**
   * The name that an object of an ID had at a past time, of a model the full name; empty if it did
   * not exist then.
   */
  public Optional<String> nameAt(SecurableType type, long id, LocalDateTime time) {
    return direct
        .list(
            requireNonNull(LookUpSql.PAST_NAMES.get(type)),
            Map.of("id", id, "time", time),
            row -> row.getString("past_name"))
        .stream()
        .findFirst();
  }

  /** The full names, of these, of the objects with attributes of clients. */
  public List<String> withAttributes(SecurableType type, List<String> fullNames) {
    NamedSql sql = LookUpSql.WITH_ATTRIBUTES.get(type);
    return fullNames.isEmpty() || sql == null
        ? List.of()
        : direct.list(
            sql, Map.of("names", fullNames.toArray(String[]::new)), row -> row.getString("name"));
  }

  /** Whether a principal that exists had been created at a past time. */
  public boolean existedAt(PrincipalRow principal, LocalDateTime time) {
    return !direct
        .list(
            LookUpSql.PAST_PRINCIPAL,
            Map.of("id", principal.id(), "time", time),
            row -> row.getLong("id"))
        .isEmpty();
  }

  private ObjectRows rows(NamedSql sql, Map<String, Object> parameters) {
    ObjectRows rows = new ObjectRows();
    direct.list(
        sql,
        parameters,
        row -> {
          rows.add(row);
          return rows;
        });
    return rows;
  }
}
