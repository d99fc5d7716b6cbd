package dev.vitrine.store.share;

import java.util.Optional;

/** A share. */
public record ShareRow(long id, String name, long ownerId, Optional<String> comment) {}
