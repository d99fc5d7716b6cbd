package dev.vitrine.statement.tree;

import java.util.Optional;

/** A statement on providers of shares, or on catalogs that follow a share. */
public sealed interface ProviderStatement extends Statement {
  /**
   * CREATE PROVIDER.
   *
   * @param activation text of the activation file, with the token
   */
  record CreateProvider(
      Identifier name, boolean ifNotExists, Secret activation, Optional<String> comment)
      implements ProviderStatement {}

  /**
   * ALTER PROVIDER … USING: another endpoint and token.
   *
   * @param activation text of the activation file, with the token
   */
  record AlterProvider(Identifier provider, Secret activation) implements ProviderStatement {}

  /** ALTER PROVIDER … OWNER TO. */
  record TransferProvider(Identifier provider, Identifier owner) implements ProviderStatement {}

  /** COMMENT ON PROVIDER … IS; empty removes the comment. */
  record CommentOnProvider(Identifier provider, Optional<String> comment)
      implements ProviderStatement {}

  /** DROP PROVIDER. */
  record DropProvider(Identifier name, boolean ifExists) implements ProviderStatement {}

  /** SHOW PROVIDERS. */
  record ShowProviders(Optional<String> pattern) implements ProviderStatement {}

  /** SHOW SHARES IN PROVIDER: asks the provider. */
  record ShowProviderShares(Identifier provider) implements ProviderStatement {}

  /** DESCRIBE PROVIDER. */
  record DescribeProvider(Identifier provider) implements ProviderStatement {}

  /** CREATE CATALOG … USING SHARE: a read-only catalog with the content of a share. */
  record CreateSharedCatalog(
      Identifier name,
      boolean ifNotExists,
      Identifier provider,
      Identifier share,
      Optional<String> comment)
      implements ProviderStatement {}

  /** REFRESH CATALOG: reads the share of a catalog again. */
  record RefreshCatalog(Identifier catalog) implements ProviderStatement {}
}
