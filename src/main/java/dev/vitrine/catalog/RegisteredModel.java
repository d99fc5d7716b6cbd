package dev.vitrine.catalog;

import java.util.Map;
import java.util.Optional;

/**
 * A registered model, as one of its readers sees it.
 *
 * @param fullName of three parts, in lower case
 * @param deploymentJobId value stored by a client; without effect
 * @param browseOnly whether it is visible to the reader only through BROWSE
 * @param aliases the versions that they point at; none without the privilege to read versions
 */
public record RegisteredModel(
    String fullName,
    String owner,
    Optional<String> comment,
    Optional<String> deploymentJobId,
    ChangeHistory edits,
    boolean browseOnly,
    Map<String, Long> aliases,
    Map<String, String> tags) {
  /** The same with these aliases and tags. */
  public RegisteredModel with(Map<String, Long> newAliases, Map<String, String> newTags) {
    return new RegisteredModel(
        fullName, owner, comment, deploymentJobId, edits, browseOnly, newAliases, newTags);
  }

  /**
   * As a reader sees it.
   *
   * @param byBrowse whether the reader sees it only through BROWSE
   * @param withAliases whether the reader may read versions
   */
  public RegisteredModel seen(boolean byBrowse, boolean withAliases) {
    return new RegisteredModel(
        fullName,
        owner,
        comment,
        byBrowse ? Optional.empty() : deploymentJobId,
        edits,
        byBrowse,
        withAliases ? aliases : Map.of(),
        tags);
  }
}
