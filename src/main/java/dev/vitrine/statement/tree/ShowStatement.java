package dev.vitrine.statement.tree;

import java.util.Optional;

/** A statement that reads metadata and returns rows. */
public sealed interface ShowStatement extends Statement {
  /** SHOW CATALOGS. */
  record ShowCatalogs(Optional<String> pattern) implements ShowStatement {}

  /** SHOW SCHEMAS, of the session's catalog where none is named. */
  record ShowSchemas(Optional<Identifier> catalog, Optional<String> pattern)
      implements ShowStatement {}

  /**
   * SHOW MODELS or SHOW FUNCTIONS, of the session's schema where no container is named.
   *
   * @param search a text in the name, comment, tags or aliases
   */
  record ShowModels(
      Optional<SecurableRef> container, Optional<String> pattern, Optional<String> search)
      implements ShowStatement {}

  /** SHOW MODELS DROPPED, of the session's schema where no container is named. */
  record ShowDroppedModels(Optional<SecurableRef> container) implements ShowStatement {}

  /** SHOW VERSIONS IN MODEL. */
  record ShowVersions(QualifiedName model, Optional<String> pattern) implements ShowStatement {}

  /** SHOW ALIASES IN MODEL. */
  record ShowAliases(QualifiedName model) implements ShowStatement {}

  /** SHOW TAGS ON. */
  record ShowTags(SecurableRef securable) implements ShowStatement {}

  /** SHOW CREATE MODEL. */
  record ShowCreateModel(QualifiedName model) implements ShowStatement {}

  /** SHOW GRANTS ON, of all principals or of one. */
  record ShowGrants(Optional<Identifier> principal, SecurableRef securable)
      implements ShowStatement {}

  /** SHOW EFFECTIVE GRANTS ON, of all principals or of one. */
  record ShowEffectiveGrants(Optional<Identifier> principal, SecurableRef securable)
      implements ShowStatement {}

  /** SHOW USERS. */
  record ShowUsers(Optional<String> pattern) implements ShowStatement {}

  /** SHOW GROUPS, of all or of those a principal is directly in. */
  record ShowGroups(Optional<MemberRef> member, Optional<String> pattern)
      implements ShowStatement {}

  /** SHOW TOKENS. */
  record ShowTokens() implements ShowStatement {}

  /** SHOW SESSIONS. */
  record ShowSessions() implements ShowStatement {}

  /** DESCRIBE, of a securable or of one version. */
  record Describe(ObjectRef object, boolean extended) implements ShowStatement {}
}
