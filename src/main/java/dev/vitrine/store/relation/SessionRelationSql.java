package dev.vitrine.store.relation;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.Relation;
import dev.vitrine.catalog.SecurableType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The relations behind the session functions: the caller's groups, and the objects on which the
 * caller has a privilege.
 */
final class SessionRelationSql {
  private static final SqlText MEMBERSHIPS =
      SqlText.of(
          "SELECT p.name_key FROM principals p WHERE p.kind = 'GROUP' AND {mine}",
          Map.of("mine", Visibility.mine("p.id")));

  static final List<SecuredRelation> ALL =
      Stream.concat(
              Stream.of(new SecuredRelation(Relation.ofMemberships(), MEMBERSHIPS)),
              Arrays.stream(SecurableType.values())
                  .flatMap(
                      type ->
                          Privilege.on(type).stream()
                              .map(
                                  privilege ->
                                      new SecuredRelation(
                                          Relation.ofRight(privilege, type),
                                          right(privilege, type)))))
          .toList();

  private SessionRelationSql() {}

  private static SqlText right(Privilege privilege, SecurableType type) {
    return SqlText.of(
        "SELECT {full_name} AS full_name FROM {objects} WHERE {has}",
        Map.of(
            "full_name", ObjectSql.fullName(type),
            "objects", ObjectSql.from(type),
            "has", Visibility.has(privilege, type)));
  }
}
