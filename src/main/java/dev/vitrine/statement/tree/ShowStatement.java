package dev.vitrine.statement.tree;

import java.time.LocalDateTime;
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

  /**
   * SHOW ALIASES IN MODEL.
   *
   * @param asOf past time in UTC; empty for the present
   */
  record ShowAliases(QualifiedName model, Optional<LocalDateTime> asOf) implements ShowStatement {
    /** The present aliases. */
    public ShowAliases(QualifiedName model) {
      this(model, Optional.empty());
    }
  }

  /** SHOW TAGS ON. */
  record ShowTags(SecurableRef securable) implements ShowStatement {}

  /** SHOW CREATE MODEL. */
  record ShowCreateModel(QualifiedName model) implements ShowStatement {}

  /**
   * SHOW GRANTS ON, of all principals or of one.
   *
   * @param asOf past time in UTC; empty for the present
   */
  record ShowGrants(
      Optional<Identifier> principal, SecurableRef securable, Optional<LocalDateTime> asOf)
      implements ShowStatement {}

  /**
   * SHOW EFFECTIVE GRANTS ON, of all principals or of one.
   *
   * @param asOf past time in UTC; empty for the present
   */
  record ShowEffectiveGrants(
      Optional<Identifier> principal, SecurableRef securable, Optional<LocalDateTime> asOf)
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

  /**
   * DESCRIBE, of a securable or of one version.
   *
   * @param asOf past time in UTC, of models and versions; empty for the present
   */
  record Describe(ObjectRef object, boolean extended, Optional<LocalDateTime> asOf)
      implements ShowStatement {
    /** The present state. */
    public Describe(ObjectRef object, boolean extended) {
      this(object, extended, Optional.empty());
    }
  }
}
