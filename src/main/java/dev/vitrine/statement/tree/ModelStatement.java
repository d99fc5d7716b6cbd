package dev.vitrine.statement.tree;

import java.util.List;
import java.util.Optional;

/** A statement on a registered model, its versions or its aliases. */
public sealed interface ModelStatement extends Statement {
  /** CREATE MODEL: a registered model without versions. */
  record CreateModel(
      QualifiedName name, boolean ifNotExists, Optional<String> comment, List<TagAssignment> tags)
      implements ModelStatement {
    public CreateModel {
      tags = List.copyOf(tags);
    }
  }

  /**
   * CREATE MODEL … FROM MODEL: a new model whose version 1 is a copy; of the latest version where
   * none is named.
   */
  record CreateModelFromModel(
      QualifiedName name,
      boolean ifNotExists,
      QualifiedName source,
      Optional<VersionRef> version,
      Optional<String> comment)
      implements ModelStatement {}

  /** ALTER MODEL … RENAME TO, within its schema. */
  record RenameModel(QualifiedName name, boolean ifExists, QualifiedName newName)
      implements ModelStatement {}

  /**
   * DROP MODEL; CASCADE unless {@code restrict}.
   *
   * @param purge whether it cannot be restored
   */
  record DropModel(QualifiedName name, boolean ifExists, boolean restrict, boolean purge)
      implements ModelStatement {
    /** Without PURGE. */
    public DropModel(QualifiedName name, boolean ifExists, boolean restrict) {
      this(name, ifExists, restrict, false);
    }
  }

  /**
   * UNDROP MODEL: restores a dropped model.
   *
   * @param id of the model; empty for the model of that name that was dropped last
   * @param newName in its schema; empty for its old name
   */
  record UndropModel(QualifiedName name, Optional<Long> id, Optional<QualifiedName> newName)
      implements ModelStatement {}

  /**
   * ALTER MODEL … ADD VERSION FROM 'uri': records a source as the next version, READY at once.
   *
   * @param imported number, author and time of the version in the registry it comes from
   */
  record AddVersion(
      QualifiedName model,
      String source,
      Optional<String> runId,
      Optional<String> signature,
      Optional<String> comment,
      List<TagAssignment> tags,
      List<QualifiedName> inputs,
      List<ParamAssignment> params,
      List<MetricAssignment> metrics,
      Optional<Imported> imported)
      implements ModelStatement {
    public AddVersion {
      tags = List.copyOf(tags);
      inputs = List.copyOf(inputs);
      params = List.copyOf(params);
      metrics = List.copyOf(metrics);
    }
  }

  /**
   * ALTER MODEL … ADD VERSION FROM MODEL … VERSION …: copies a version, creating the target model
   * where there is none.
   */
  record CopyVersion(QualifiedName target, QualifiedName source, VersionRef version)
      implements ModelStatement {}

  /**
   * ALTER MODEL … DROP VERSION; all or none.
   *
   * @param purge whether they cannot be restored
   */
  record DropVersions(QualifiedName model, boolean ifExists, List<Long> versions, boolean purge)
      implements ModelStatement {
    public DropVersions {
      versions = List.copyOf(versions);
    }

    /** Without PURGE. */
    public DropVersions(QualifiedName model, boolean ifExists, List<Long> versions) {
      this(model, ifExists, versions, false);
    }
  }

  /** ALTER MODEL … UNDROP VERSION: restores a dropped version. */
  record UndropVersion(QualifiedName model, long version) implements ModelStatement {}

  /** ALTER MODEL … VERSION … SET ALIAS: creates the alias or moves it. */
  record SetAlias(QualifiedName model, VersionRef version, Identifier alias)
      implements ModelStatement {}

  /** ALTER MODEL … VERSION … SET METRICS: adds metrics or replaces their values. */
  record SetMetrics(QualifiedName model, VersionRef version, List<MetricAssignment> metrics)
      implements ModelStatement {
    public SetMetrics {
      metrics = List.copyOf(metrics);
    }
  }

  /** ALTER MODEL … UNSET ALIAS. */
  record UnsetAlias(QualifiedName model, boolean ifExists, Identifier alias)
      implements ModelStatement {}
}
