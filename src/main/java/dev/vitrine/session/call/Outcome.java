package dev.vitrine.session.call;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.FileRight;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.statement.tree.Call.LocateFiles;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What one statement answered. */
public sealed interface Outcome
    permits Outcome.Changed,
        Outcome.Located,
        Outcome.Opened,
        Outcome.Model,
        Outcome.Registered,
        Outcome.Version,
        Rows {
  /**
   * The statement changed something, or could have.
   *
   * @param count how many objects it changed
   * @param version the number that ADD VERSION gave
   * @param warnings sentences for the client about what was done
   */
  record Changed(long count, OptionalLong version, List<String> warnings) implements Outcome {
    public Changed {
      requireNonNull(version);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * A version's files may be used: those of this set.
   *
   * @param right that was used, for what is to be checked again later
   */
  record Opened(long set, FileRight right) implements Outcome {
    public Opened {
      requireNonNull(right);
    }
  }

  /** A version's files; empty for who may not use them, or if there are none. */
  record Located(Optional<LocateFiles.Found> files) implements Outcome {
    public Located {
      requireNonNull(files);
    }
  }

  /** A model was read. */
  record Model(RegisteredModel model) implements Outcome {
    public Model {
      requireNonNull(model);
    }
  }

  /**
   * A version was begun or made READY.
   *
   * @param version empty for who may not read it
   */
  record Registered(long number, Optional<ModelVersion> version) implements Outcome {
    public Registered {
      requireNonNull(version);
    }
  }

  /** A version was read; empty for who may not read it, and did not insist. */
  record Version(Optional<ModelVersion> version) implements Outcome {
    public Version {
      requireNonNull(version);
    }
  }
}
