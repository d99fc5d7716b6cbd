package dev.vitrine.store.relation;

import static dev.vitrine.store.relation.Visibility.mine;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.Relation;
import dev.vitrine.catalog.SecurableType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The relations behind the session functions: the caller's groups, and the objects on which the
 * caller has a privilege.
 */
final class SessionRelationSql {
  static final List<SecuredRelation> ALL =
      Stream.concat(
              Stream.of(new SecuredRelation(Relation.ofMemberships(), memberships())),
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

  private static String memberships() {
    return "SELECT p.name_key FROM principals p WHERE p.kind = 'GROUP' AND " + mine("p.id");
  }

  private static String right(Privilege privilege, SecurableType type) {
    return "SELECT "
        + EffectiveGrantSql.fullName(type)
        + " AS full_name"
        + EffectiveGrantSql.from(type)
        + " WHERE "
        + Visibility.has(privilege, type);
  }
}
