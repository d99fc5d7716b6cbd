package dev.vitrine.store.securable;

/**
 * A dropped model that can be restored.
 *
 * @param ownerId of the owner at the time of the drop, who may not exist any more
 */
public record DroppedModelRow(long modelId, String name, long ownerId) {}
