package dev.vitrine.statement.tree;

import java.util.Optional;

/** A statement on shares, or on recipients of shares. */
public sealed interface ShareStatement extends Statement {
  /** CREATE SHARE: a share without models. */
  record CreateShare(Identifier name, boolean ifNotExists, Optional<String> comment)
      implements ShareStatement {}

  /**
   * ALTER SHARE … ADD MODEL.
   *
   * @param sharedName schema and name, or name only, that recipients see; empty for those of the
   *     model
   */
  record AddToShare(Identifier share, QualifiedName model, Optional<QualifiedName> sharedName)
      implements ShareStatement {}

  /**
   * ALTER SHARE … REMOVE MODEL.
   *
   * @param model name of the model, or the name that recipients see
   */
  record RemoveFromShare(Identifier share, QualifiedName model) implements ShareStatement {}

  /** ALTER SHARE … OWNER TO. */
  record TransferShare(Identifier share, Identifier owner) implements ShareStatement {}

  /** COMMENT ON SHARE … IS; empty removes the comment. */
  record CommentOnShare(Identifier share, Optional<String> comment) implements ShareStatement {}

  /** DROP SHARE. */
  record DropShare(Identifier name, boolean ifExists) implements ShareStatement {}

  /** GRANT SELECT ON SHARE … TO RECIPIENT. */
  record GrantShare(Identifier share, Identifier recipient) implements ShareStatement {}

  /** REVOKE SELECT ON SHARE … FROM RECIPIENT. */
  record RevokeShare(Identifier share, Identifier recipient) implements ShareStatement {}

  /** SHOW SHARES. */
  record ShowShares(Optional<String> pattern) implements ShareStatement {}

  /** SHOW ALL IN SHARE: its models. */
  record ShowAllInShare(Identifier share) implements ShareStatement {}

  /** SHOW GRANTS ON SHARE: the recipients that may read it. */
  record ShowShareGrants(Identifier share) implements ShareStatement {}

  /** DESCRIBE SHARE. */
  record DescribeShare(Identifier share) implements ShareStatement {}

  /**
   * CREATE RECIPIENT. The token is made later, and never part of a statement.
   *
   * @param days validity of the token; empty for the default
   * @param endpoint URL of the sharing endpoint in the activation file; empty for the server's
   */
  record CreateRecipient(
      Identifier name,
      boolean ifNotExists,
      Optional<String> comment,
      Optional<Long> days,
      Optional<String> endpoint)
      implements ShareStatement {}

  /**
   * ALTER RECIPIENT … ROTATE TOKEN: replaces the token; the old one is invalid at once.
   *
   * @param days validity of the token; empty for the default
   * @param endpoint URL of the sharing endpoint in the activation file; empty for the server's
   */
  record RotateRecipientToken(Identifier recipient, Optional<Long> days, Optional<String> endpoint)
      implements ShareStatement {}

  /** ALTER RECIPIENT … OWNER TO. */
  record TransferRecipient(Identifier recipient, Identifier owner) implements ShareStatement {}

  /** COMMENT ON RECIPIENT … IS; empty removes the comment. */
  record CommentOnRecipient(Identifier recipient, Optional<String> comment)
      implements ShareStatement {}

  /** DROP RECIPIENT: its token is invalid at once. */
  record DropRecipient(Identifier name, boolean ifExists) implements ShareStatement {}

  /** SHOW RECIPIENTS. */
  record ShowRecipients(Optional<String> pattern) implements ShareStatement {}

  /** SHOW GRANTS TO RECIPIENT: the shares that it may read. */
  record ShowRecipientGrants(Identifier recipient) implements ShareStatement {}

  /** DESCRIBE RECIPIENT. */
  record DescribeRecipient(Identifier recipient) implements ShareStatement {}
}
