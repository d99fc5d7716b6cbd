package dev.vitrine.store.principal;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * The metastore.
 *
 * @param owner the name of its owner
 * @param createdAt in UTC
 * @param auditRetentionDays for how many days audit rows are kept; empty if for ever
 */
public record MetastoreRow(
    String name,
    String uuid,
    String owner,
    LocalDateTime createdAt,
    Optional<Integer> auditRetentionDays) {}
