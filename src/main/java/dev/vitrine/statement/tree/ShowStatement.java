package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** A statement that reads metadata and returns rows. */
public sealed interface ShowStatement extends Statement {
  /** SHOW CATALOGS. */
  record ShowCatalogs(Optional<String> pattern) implements ShowStatement {
    public ShowCatalogs {
      requireNonNull(pattern);
    }
  }

  /** SHOW SCHEMAS, of the session's catalog where none is named. */
  record ShowSchemas(Optional<Identifier> catalog, Optional<String> pattern)
      implements ShowStatement {
    public ShowSchemas {
      requireNonNull(catalog);
      requireNonNull(pattern);
    }
  }

  /** SHOW MODELS or SHOW FUNCTIONS, of the session's schema where no container is named. */
  record ShowModels(Optional<SecurableRef> container, Optional<String> pattern)
      implements ShowStatement {
    public ShowModels {
      requireNonNull(container);
      requireNonNull(pattern);
    }
  }

  /** SHOW VERSIONS IN MODEL. */
  record ShowVersions(QualifiedName model, Optional<String> pattern) implements ShowStatement {
    public ShowVersions {
      requireNonNull(model);
      requireNonNull(pattern);
    }
  }

  /** SHOW ALIASES IN MODEL. */
  record ShowAliases(QualifiedName model) implements ShowStatement {
    public ShowAliases {
      requireNonNull(model);
    }
  }

  /** SHOW TAGS ON. */
  record ShowTags(SecurableRef securable) implements ShowStatement {
    public ShowTags {
      requireNonNull(securable);
    }
  }

  /** SHOW CREATE MODEL. */
  record ShowCreateModel(QualifiedName model) implements ShowStatement {
    public ShowCreateModel {
      requireNonNull(model);
    }
  }

  /** SHOW GRANTS ON, of all principals or of one. */
  record ShowGrants(Optional<Identifier> principal, SecurableRef securable)
      implements ShowStatement {
    public ShowGrants {
      requireNonNull(principal);
      requireNonNull(securable);
    }
  }

  /** SHOW EFFECTIVE GRANTS ON, of all principals or of one. */
  record ShowEffectiveGrants(Optional<Identifier> principal, SecurableRef securable)
      implements ShowStatement {
    public ShowEffectiveGrants {
      requireNonNull(principal);
      requireNonNull(securable);
    }
  }

  /** SHOW USERS. */
  record ShowUsers(Optional<String> pattern) implements ShowStatement {
    public ShowUsers {
      requireNonNull(pattern);
    }
  }

  /** SHOW GROUPS, of all or of those a principal is directly in. */
  record ShowGroups(Optional<MemberRef> member, Optional<String> pattern) implements ShowStatement {
    public ShowGroups {
      requireNonNull(member);
      requireNonNull(pattern);
    }
  }

  /** SHOW TOKENS. */
  record ShowTokens() implements ShowStatement {}

  /** SHOW SESSIONS. */
  record ShowSessions() implements ShowStatement {}

  /** DESCRIBE, of a securable or of one version. */
  record Describe(ObjectRef object, boolean extended) implements ShowStatement {
    public Describe {
      requireNonNull(object);
    }
  }
}
