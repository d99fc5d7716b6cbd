package dev.vitrine.store.securable;

/**
 * The set of files of a version.
 *
 * @param creatorId ID of the creator of the version
 * @param loggedModelId ID of MLflow's logged model
 */
public record FileSetRow(long id, long creatorId, String loggedModelId) {}
