package dev.vitrine.store.principal;

import java.util.Optional;

/**
 * The metastore.
 *
 * @param owner the name of its owner
 * @param createdAt in UTC, as text
 * @param auditRetentionDays for how many days audit rows are kept; empty if for ever
 */
public record MetastoreRow(
    String name,
    String uuid,
    String owner,
    String createdAt,
    Optional<Integer> auditRetentionDays) {}
