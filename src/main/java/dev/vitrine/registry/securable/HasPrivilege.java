package dev.vitrine.registry.securable;

import dev.vitrine.authorization.Access;
import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.store.principal.PrincipalRow;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The function has_privilege (docs/dialect.md, "Functions").
 *
 * @param fullName of the securable, in any case
 * @param principal name of a user or group, in any case
 */
public record HasPrivilege(
    Privilege privilege, SecurableType type, String fullName, String principal) {

  /**
   * FALSE for objects that do not exist or are not visible to the caller.
   *
   * @throws VitrineException PRINCIPAL_NOT_FOUND; INSUFFICIENT_PRIVILEGES when the caller asks
   *     about another principal and does not manage the securable
   */
  public boolean answer(TaskContext context) {
    Optional<ResolvedObject> found =
        securable().map(context.resolver()::look).filter(ResolvedObject::visible);
    if (found.isEmpty() || found.get().reserved()) {
      return false;
    }
    ResolvedObject target = found.get();
    context.note(target);
    PrincipalRow about = context.principal(Identifier.of(principal));
    if (about.id() == context.caller().id()) {
      return target.access().map(access -> access.has(privilege)).orElse(false);
    }
    context.authorize(Operation.GRANT, target);
    return context
        .principals()
        .caller(about.id())
        .flatMap(other -> context.resolverFor(other).look(securable().orElseThrow()).access())
        .map((Access access) -> access.has(privilege))
        .orElse(false);
  }

  /** The question, for the audit trail. */
  public Map<String, Object> parameters() {
    return Map.of(
        "privilege",
        privilege.sql(),
        "securable_type",
        type.name(),
        "full_name",
        fullName,
        "principal",
        principal);
  }

  /** The securable, if a name like this can be one's. */
  private Optional<SecurableRef> securable() {
    String[] parts = fullName.split("\\.", -1);
    boolean named = Arrays.stream(parts).noneMatch(String::isEmpty);
    return switch (type) {
      case METASTORE ->
          fullName.equalsIgnoreCase(SecurableType.METASTORE_NAME)
              ? Optional.of(new SecurableRef(type, Optional.empty()))
              : Optional.empty();
      case CATALOG -> named && parts.length == 1 ? Optional.of(named(parts)) : Optional.empty();
      case SCHEMA -> named && parts.length == 2 ? Optional.of(named(parts)) : Optional.empty();
      case MODEL -> named && parts.length == 3 ? Optional.of(named(parts)) : Optional.empty();
    };
  }

  private SecurableRef named(String... parts) {
    return SecurableRef.of(type, QualifiedName.of(parts));
  }
}
