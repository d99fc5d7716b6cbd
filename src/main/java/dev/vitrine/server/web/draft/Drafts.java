package dev.vitrine.server.web.draft;

import java.util.Optional;

/**
 * How descriptions are drafted.
 *
 * @param writer of the service that the operator has set; empty for facts of the registry only
 */
public record Drafts(Optional<DraftWriter> writer) {}
