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
    Map<String, String> tags) {}
