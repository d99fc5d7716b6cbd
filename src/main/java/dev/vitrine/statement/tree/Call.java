package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import dev.vitrine.statement.tree.ModelStatement.AddVersion;
import java.util.List;
import java.util.Optional;

/**
 * What programs ask that has no SQL, or that has, but is asked so often that no query should be
 * planned for it. Like a statement it is a record and has a rule and a task; changes and refusals
 * are written down.
 */
public sealed interface Call {
  /** Whether it changes nothing, and its success is not written down. */
  boolean reads();

  /** Asks for a registered model with its tags, and its aliases for who may read versions. */
  record ReadModel(QualifiedName model) implements Call {
    public ReadModel {
      requireNonNull(model);
    }

    @Override
    public boolean reads() {
      return true;
    }
  }

  /**
   * Asks for a version of a model with its aliases and tags.
   *
   * @param ifReadable whether the answer is to be empty, and no refusal, for who may not read it
   */
  record ReadVersion(QualifiedName model, VersionRef version, boolean ifReadable) implements Call {
    public ReadVersion {
      requireNonNull(model);
      requireNonNull(version);
    }

    @Override
    public boolean reads() {
      return true;
    }
  }

  /**
   * Begins a version whose files are to follow: as ADD VERSION, but PENDING until it is finalized.
   *
   * @param loggedModelId what MLflow calls the model, if the caller knows
   * @param sources what it is made from, besides the tables that the statement tells
   */
  record BeginVersion(
      AddVersion version, Optional<String> loggedModelId, List<LineageSource> sources)
      implements Call {
    public BeginVersion {
      requireNonNull(version);
      requireNonNull(loggedModelId);
      sources = List.copyOf(sources);
    }

    @Override
    public boolean reads() {
      return false;
    }
  }

  /**
   * Makes a version READY whose files are all there.
   *
   * @param signature as the version's files have it
   * @param loggedModelId the same
   * @param description the blob of the file that both were read from, which must still be the one
   */
  record FinalizeVersion(
      QualifiedName model,
      long version,
      Optional<String> signature,
      Optional<String> loggedModelId,
      Optional<String> description)
      implements Call {
    /** Where a version's files describe it. */
    public static final String DESCRIPTION = "MLmodel";

    public FinalizeVersion {
      requireNonNull(model);
      requireNonNull(signature);
      requireNonNull(loggedModelId);
      requireNonNull(description);
    }

    @Override
    public boolean reads() {
      return false;
    }
  }

  /** Records what a version that is there was made from, besides what is recorded already. */
  record AddLineage(QualifiedName model, long version, List<LineageSource> sources)
      implements Call {
    public AddLineage {
      requireNonNull(model);
      sources = List.copyOf(sources);
    }

    @Override
    public boolean reads() {
      return false;
    }
  }

  /**
   * Asks for a version's files.
   *
   * @param path of the one that is wanted, which the trail then tells of; empty to ask what may be
   *     done
   */
  record OpenFiles(QualifiedName model, long version, Access access, String path) implements Call {
    /** What for. */
    public enum Access {
      /** To see which there are. */
      LIST,
      READ,
      /** To add some, while the version is PENDING. */
      WRITE
    }

    public OpenFiles {
      requireNonNull(model);
      requireNonNull(access);
      requireNonNull(path);
    }

    /** The trail tells of each file that is read or added, and not of questions. */
    @Override
    public boolean reads() {
      return access == Access.LIST || path.isEmpty();
    }
  }

  /**
   * Asks for a version's files to be laid out where the caller reads or writes them by itself: to
   * write while the version is PENDING, to read once it is READY. The rights are those of {@link
   * OpenFiles}; who lacks them is answered nothing, for it was not all that they asked for.
   */
  record LocateFiles(QualifiedName model, long version) implements Call {
    /** Which files they are, and whether they may be read or written. */
    public record Found(long set, OpenFiles.Access access) {
      public Found {
        requireNonNull(access);
      }
    }

    public LocateFiles {
      requireNonNull(model);
    }

    /** The trail tells of who was told. */
    @Override
    public boolean reads() {
      return false;
    }
  }
}
