package dev.vitrine.statement.tree;

import java.util.Optional;

/** A statement on catalogs and schemas, which contain other objects. */
public sealed interface ContainerStatement extends Statement {
  /** CREATE CATALOG. */
  record CreateCatalog(
      Identifier name,
      boolean ifNotExists,
      Optional<String> comment,
      Optional<String> managedLocation)
      implements ContainerStatement {}

  /** DROP CATALOG; RESTRICT unless {@code cascade}. */
  record DropCatalog(Identifier name, boolean ifExists, boolean cascade)
      implements ContainerStatement {}

  /** USE CATALOG or SET CATALOG. */
  record UseCatalog(Identifier catalog) implements ContainerStatement {}

  /** CREATE SCHEMA. */
  record CreateSchema(
      QualifiedName name,
      boolean ifNotExists,
      Optional<String> comment,
      Optional<String> managedLocation)
      implements ContainerStatement {}

  /** DROP SCHEMA; RESTRICT unless {@code cascade}. */
  record DropSchema(QualifiedName name, boolean ifExists, boolean cascade)
      implements ContainerStatement {}

  /** USE SCHEMA. */
  record UseSchema(QualifiedName schema) implements ContainerStatement {}
}
