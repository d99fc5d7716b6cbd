package dev.vitrine.session.call;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.ClientAttribute;
import dev.vitrine.catalog.FileRight;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.statement.tree.Call.LocateFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The result of one statement. */
public sealed interface Outcome
    permits Outcome.Changed,
        Outcome.Located,
        Outcome.Opened,
        Outcome.Model,
        Outcome.Registered,
        Outcome.Version,
        Outcome.Attributes,
        Rows {
  /**
   * The result of a change.
   *
   * @param count number of changed objects
   * @param version number that ADD VERSION assigned
   * @param warnings sentences for the client
   */
  record Changed(long count, OptionalLong version, List<String> warnings) implements Outcome {
    public Changed {
      requireNonNull(version);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Access to the files of this set.
   *
   * @param right the privilege that was used, for later checks
   */
  record Opened(long set, FileRight right) implements Outcome {
    public Opened {
      requireNonNull(right);
    }
  }

  /** The files of a version; empty if there are none or the caller may not use them. */
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
   * A version was created or finalized.
   *
   * @param version empty if the caller may not read it
   */
  record Registered(long number, Optional<ModelVersion> version) implements Outcome {
    public Registered {
      requireNonNull(version);
    }
  }

  /** A version was read; empty if the caller may not read it and does not require it. */
  record Version(Optional<ModelVersion> version) implements Outcome {
    public Version {
      requireNonNull(version);
    }
  }

  /** The attributes of an object that clients have stored. */
  record Attributes(Map<ClientAttribute, String> values) implements Outcome {
    public Attributes {
      values = Map.copyOf(values);
    }
  }
}
