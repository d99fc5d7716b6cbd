package dev.vitrine.statement.tree;

import java.util.List;
import java.util.Optional;

/** A statement on users, groups, tokens, sessions or the audit trail. */
public sealed interface AccountStatement extends Statement {
  /** CREATE USER; without a password it is a service principal. */
  record CreateUser(Identifier name, Optional<Secret> password) implements AccountStatement {}

  /**
   * ALTER USER … SET PASSWORD.
   *
   * @param oldPassword the present password, so that a stolen session cannot change it
   * @param keepTokens whether a reset by an admin leaves the user's tokens
   */
  record AlterUserPassword(
      Identifier user, Secret password, Optional<Secret> oldPassword, boolean keepTokens)
      implements AccountStatement {}

  /** DROP USER. */
  record DropUser(Identifier name) implements AccountStatement {}

  /**
   * CREATE GROUP, with its first members.
   *
   * @param external whether its members come from an identity provider; then it has no stored
   *     members
   */
  record CreateGroup(Identifier name, boolean external, List<MemberRef> members)
      implements AccountStatement {
    public CreateGroup {
      members = List.copyOf(members);
    }
  }

  /** ALTER GROUP … ADD | DROP members, all or none. */
  record AlterGroup(Identifier group, List<MembershipChange> changes) implements AccountStatement {
    public AlterGroup {
      changes = List.copyOf(changes);
    }
  }

  /** DROP GROUP. */
  record DropGroup(Identifier name) implements AccountStatement {}

  /**
   * CREATE TOKEN, for the caller. The token itself is made later, and never part of a statement.
   */
  record CreateToken(Optional<String> comment, Optional<Long> lifetimeDays)
      implements AccountStatement {}

  /** DROP TOKEN. */
  record DropToken(long tokenId) implements AccountStatement {}

  /** TERMINATE SESSION. */
  record TerminateSession(String sessionId) implements AccountStatement {}

  /**
   * ALTER METASTORE SET RETENTION AUDIT.
   *
   * @param days after which audit rows are removed; empty for FOREVER
   */
  record SetAuditRetention(Optional<Long> days) implements AccountStatement {}
}
