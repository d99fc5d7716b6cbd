package dev.vitrine.catalog;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A version of a registered model.
 *
 * @param model the model's full name
 * @param loggedModelId ID of MLflow's logged model; empty for a version without files of its own
 * @param dependencies dependencies that the registering client sent, as JSON
 * @param deploymentJobId value stored by a client; without effect
 * @param aliases those that point at it
 */
public record ModelVersion(
    String model,
    long version,
    VersionStatus status,
    Optional<String> source,
    Optional<String> runId,
    Optional<String> comment,
    Optional<String> storageLocation,
    Optional<String> loggedModelId,
    Optional<String> dependencies,
    Optional<String> deploymentJobId,
    ChangeHistory edits,
    List<String> aliases,
    Map<String, String> tags,
    List<VersionParam> params,
    List<VersionMetric> metrics) {
  public ModelVersion {
    aliases = List.copyOf(aliases);
    params = List.copyOf(params);
    metrics = List.copyOf(metrics);
  }

  /** The same with these aliases, tags, parameters and metrics. */
  public ModelVersion with(
      List<String> newAliases,
      Map<String, String> newTags,
      List<VersionParam> newParams,
      List<VersionMetric> newMetrics) {
    return new ModelVersion(
        model,
        version,
        status,
        source,
        runId,
        comment,
        storageLocation,
        loggedModelId,
        dependencies,
        deploymentJobId,
        edits,
        newAliases,
        newTags,
        newParams,
        newMetrics);
  }

  /**
   * The same, made READY by a user.
   *
   * @param newLoggedModelId the new ID of MLflow's logged model; null if it does not change
   */
  public ModelVersion ready(LocalDateTime at, String by, @Nullable String newLoggedModelId) {
    return new ModelVersion(
        model,
        version,
        VersionStatus.READY,
        source,
        runId,
        comment,
        storageLocation,
        newLoggedModelId == null ? loggedModelId : Optional.of(newLoggedModelId),
        dependencies,
        deploymentJobId,
        new ChangeHistory(edits.createdAt(), edits.createdBy(), at, by),
        aliases,
        tags,
        params,
        metrics);
  }

  /** A parameter that a version was trained with. Names are case-sensitive; values are texts. */
  public record VersionParam(String name, String value) {
    /** Maximum characters of a value, as in MLflow. */
    public static final int LONGEST_VALUE = 6_000;

    /**
     * @throws VitrineException INVALID_PARAMETER_VALUE if the name or the value is not allowed
     */
    public VersionParam {
      VersionMetric.checkName("parameter", name);
      if (value.length() > LONGEST_VALUE || StorableText.flaw(value).isPresent()) {
        throw new VitrineException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The value of parameter '" + name + "' is too long or contains a NUL.")
            .withHint("It can have " + LONGEST_VALUE + " characters, none of them NUL.");
      }
    }
  }

  /**
   * A measured value of a version. There is one value for a name, dataset and step.
   *
   * @param name case-sensitive
   * @param value a finite number
   * @param dataset name of the dataset that it was measured on; empty if none was named
   * @param step training step; 0 if none was named
   * @param recordedAt time of the measurement in UTC, to the millisecond
   */
  public record VersionMetric(
      String name, double value, String dataset, long step, LocalDateTime recordedAt) {
    /** Maximum metrics of a version. */
    public static final int MOST_PER_VERSION = 1_000;

    /** Maximum characters of the name of a metric, parameter or dataset. */
    private static final int LONGEST_NAME = 255;

    /**
     * @throws VitrineException INVALID_PARAMETER_VALUE if a component is not allowed
     */
    public VersionMetric {
      checkName("metric", name);
      if (!dataset.isEmpty()) {
        checkName("dataset", dataset);
      }
      if (!Double.isFinite(value)) {
        throw new VitrineException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The value of metric '" + name + "' is not a finite number.")
            .withHint("Leave out metrics that are NaN or infinite.");
      }
    }

    /**
     * Checks a name.
     *
     * @param noun the named thing, for the message
     * @throws VitrineException INVALID_PARAMETER_VALUE if the name is not allowed
     */
    static void checkName(String noun, String name) {
      boolean valid =
          !name.isEmpty()
              && name.length() <= LONGEST_NAME
              && name.equals(name.strip())
              && StorableText.flaw(name).isEmpty()
              && name.chars().noneMatch(Character::isISOControl);
      if (!valid) {
        throw new VitrineException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "'"
                    + StorableText.excerpt(name, LONGEST_NAME)
                    + "' is not a valid name of a "
                    + noun
                    + ".")
            .withHint(
                "It has 1 to "
                    + LONGEST_NAME
                    + " characters, no control characters, and no space at either end.");
      }
    }
  }
}
