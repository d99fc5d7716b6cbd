package dev.vitrine.statement.tree;

import dev.vitrine.catalog.ClientAttribute;
import dev.vitrine.catalog.FileRight;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.statement.tree.ModelStatement.AddVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request of a program that has no SQL form, or one that is so frequent that no query should be
 * planned for it. Like a statement it is a record and has a rule and a task; changes and refusals
 * are written to the audit trail.
 *
 * @param <R> its result
 */
public sealed interface Call<R> {
  /**
   * A version that was begun or made READY.
   *
   * @param version empty for callers who may not read it
   */
  record Registered(long number, Optional<ModelVersion> version) {}

  /** Whether it changes nothing, and its success is not written to the audit trail. */
  boolean reads();

  /** Whether a successful call with this result is written to the audit trail. */
  default boolean recorded(R result) {
    return !reads();
  }

  /**
   * Reads a registered model with its tags, and with its aliases if the caller may read versions.
   */
  record ReadModel(QualifiedName model) implements Call<RegisteredModel> {
    @Override
    public boolean reads() {
      return true;
    }
  }

  /**
   * Reads a version of a model with its aliases and tags.
   *
   * @param ifReadable whether the result is empty, instead of an error, if the caller may not read
   *     it
   */
  record ReadVersion(QualifiedName model, VersionRef version, boolean ifReadable)
      implements Call<Optional<ModelVersion>> {
    @Override
    public boolean reads() {
      return true;
    }
  }

  /**
   * Creates a version whose files follow: like ADD VERSION, but PENDING until it is finalized.
   *
   * @param loggedModelId ID of MLflow's logged model, if known
   * @param sources its sources, in addition to the tables of the statement
   * @param dependencies what the client says that it depends on, as JSON
   * @param deploymentJobId stored for the client; without effect
   */
  record BeginVersion(
      AddVersion version,
      Optional<String> loggedModelId,
      List<LineageSource> sources,
      Optional<String> dependencies,
      Optional<String> deploymentJobId)
      implements Call<Registered> {
    public BeginVersion {
      sources = List.copyOf(sources);
    }

    /** A version of which the client says nothing more. */
    public BeginVersion(AddVersion version) {
      this(version, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
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
      implements Call<Registered> {
    /** The path of the description of a version. */
    public static final String DESCRIPTION = "MLmodel";

    @Override
    public boolean reads() {
      return false;
    }
  }

  /** Adds sources to the lineage of an existing version. */
  record AddLineage(QualifiedName model, long version, List<LineageSource> sources)
      implements Call<Integer> {
    public AddLineage {
      sources = List.copyOf(sources);
    }

    @Override
    public boolean reads() {
      return false;
    }
  }

  /**
   * Opens the files of a version.
   *
   * @param path path of one file, which is recorded in the audit trail; empty to check the rights
   *     only
   */
  record OpenFiles(QualifiedName model, long version, Access access, String path)
      implements Call<OpenFiles.Opened> {
    /**
     * The files may be used.
     *
     * @param set the id of the set of files
     * @param right the right that was used, which signed URLs check again later
     */
    public record Opened(long set, FileRight right) {}

    /** The purpose. */
    public enum Access {
      /** To see which there are. */
      LIST,
      READ,
      /** To add some, while the version is PENDING. */
      WRITE
    }

    /** The audit trail records each file that is read or added, but not checks of rights. */
    @Override
    public boolean reads() {
      return access == Access.LIST || path.isEmpty();
    }
  }

  /**
   * Finds the files of a version to show which there are. Callers without the right to read them
   * get a result that says so, instead of a refusal, which the audit trail would record as an
   * attempt.
   */
  record FindFiles(QualifiedName model, long version) implements Call<FindFiles.Found> {
    /**
     * The result.
     *
     * @param permitted whether the caller may read the files
     * @param set the id of the set of files; empty if they are not in Vitrine or not permitted
     */
    public record Found(boolean permitted, Optional<Long> set) {}

    @Override
    public boolean reads() {
      return true;
    }
  }

  /** Lists the files of a PENDING version that the caller is about to finalize. */
  record ListPendingFiles(QualifiedName model, long version)
      implements Call<ListPendingFiles.Pending> {
    /**
     * The files.
     *
     * @param set the ID of their set
     * @param files in the order of their paths
     */
    public record Pending(long set, List<StoredFile> files) {
      public Pending {
        files = List.copyOf(files);
      }
    }

    @Override
    public boolean reads() {
      return true;
    }
  }

  /**
   * Requests direct access to the files of a version: to write while the version is PENDING, to
   * read after it is READY. The rights are those of {@link OpenFiles}. Without them the result is
   * empty, because the request has other results too.
   */
  record LocateFiles(QualifiedName model, long version)
      implements Call<Optional<LocateFiles.Found>> {
    /** Which files they are, and whether they may be read or written. */
    public record Found(long set, OpenFiles.Access access) {}

    @Override
    public boolean reads() {
      return false;
    }

    /** Recorded where the caller received access to files. */
    @Override
    public boolean recorded(Optional<Found> result) {
      return result.isPresent();
    }
  }

  /**
   * Stores an attribute with an object; an empty value removes it. The audit trail does not contain
   * values, because they are of the client's choice.
   */
  record SetAttribute(SecurableRef securable, ClientAttribute attribute, Secret value)
      implements Call<Integer> {
    @Override
    public boolean reads() {
      return false;
    }
  }

  /**
   * Reads the attributes that clients have stored with the objects of a list.
   *
   * @param fullNames at most a page of them; the result has those that have attributes and are
   *     visible
   */
  record ReadListedAttributes(SecurableType type, List<String> fullNames)
      implements Call<Map<String, Map<ClientAttribute, String>>> {
    public ReadListedAttributes {
      fullNames = List.copyOf(fullNames);
    }

    @Override
    public boolean reads() {
      return true;
    }
  }

  /** Reads what the versions of a model depend on, as JSON, by version; for who may read them. */
  record ReadDependencies(QualifiedName model) implements Call<Map<Long, String>> {
    @Override
    public boolean reads() {
      return true;
    }
  }

  /** Reads the attributes that clients have stored with an object. */
  record ReadAttributes(SecurableRef securable) implements Call<Map<ClientAttribute, String>> {
    @Override
    public boolean reads() {
      return true;
    }
  }
}
