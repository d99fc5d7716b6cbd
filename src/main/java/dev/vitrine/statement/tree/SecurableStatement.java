package dev.vitrine.statement.tree;

import dev.vitrine.catalog.Privilege;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A statement that applies to securables of several kinds: comments, tags, owners and grants. */
public sealed interface SecurableStatement extends Statement {
  /** COMMENT ON … IS; empty removes the comment. */
  record CommentOn(ObjectRef object, Optional<String> comment) implements SecurableStatement {}

  /** ALTER … SET TAGS: sets or replaces. */
  record SetTags(ObjectRef object, List<TagAssignment> tags) implements SecurableStatement {
    public SetTags {
      tags = List.copyOf(tags);
    }
  }

  /** ALTER … UNSET TAGS: absent keys are ignored. */
  record UnsetTags(ObjectRef object, List<String> keys) implements SecurableStatement {
    public UnsetTags {
      keys = List.copyOf(keys);
    }
  }

  /**
   * SET TAG ON: one tag that must not be there yet; its value may be left out and is then empty.
   */
  record SetTag(ObjectRef object, Identifier key, Optional<String> value)
      implements SecurableStatement {}

  /** UNSET TAG ON: one tag that must be there. */
  record UnsetTag(ObjectRef object, Identifier key) implements SecurableStatement {}

  /** ALTER … OWNER TO. */
  record TransferOwnership(SecurableRef securable, Identifier owner)
      implements SecurableStatement {}

  /** GRANT. */
  record GrantPrivileges(Set<Privilege> privileges, SecurableRef securable, Identifier principal)
      implements SecurableStatement {
    public GrantPrivileges {
      privileges = Set.copyOf(privileges);
    }
  }

  /** REVOKE. */
  record RevokePrivileges(Set<Privilege> privileges, SecurableRef securable, Identifier principal)
      implements SecurableStatement {
    public RevokePrivileges {
      privileges = Set.copyOf(privileges);
    }
  }
}
