package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** A statement on catalogs and schemas, which contain other objects. */
public sealed interface ContainerStatement extends Statement {
  /** CREATE CATALOG. */
  record CreateCatalog(
      Identifier name,
      boolean ifNotExists,
      Optional<String> comment,
      Optional<String> managedLocation)
      implements ContainerStatement {
    public CreateCatalog {
      requireNonNull(name);
      requireNonNull(comment);
      requireNonNull(managedLocation);
    }
  }

  /** DROP CATALOG; RESTRICT unless {@code cascade}. */
  record DropCatalog(Identifier name, boolean ifExists, boolean cascade)
      implements ContainerStatement {
    public DropCatalog {
      requireNonNull(name);
    }
  }

  /** USE CATALOG or SET CATALOG. */
  record UseCatalog(Identifier catalog) implements ContainerStatement {
    public UseCatalog {
      requireNonNull(catalog);
    }
  }

  /** CREATE SCHEMA. */
  record CreateSchema(
      QualifiedName name,
      boolean ifNotExists,
      Optional<String> comment,
      Optional<String> managedLocation)
      implements ContainerStatement {
    public CreateSchema {
      requireNonNull(name);
      requireNonNull(comment);
      requireNonNull(managedLocation);
    }
  }

  /** DROP SCHEMA; RESTRICT unless {@code cascade}. */
  record DropSchema(QualifiedName name, boolean ifExists, boolean cascade)
      implements ContainerStatement {
    public DropSchema {
      requireNonNull(name);
    }
  }

  /** USE SCHEMA. */
  record UseSchema(QualifiedName schema) implements ContainerStatement {
    public UseSchema {
      requireNonNull(schema);
    }
  }
}
