package dev.vitrine.statement.tree;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * ALTER METASTORE SET RETENTION AUDIT.
 *
 * @param days after which audit rows are removed; empty for FOREVER
 */
public record SetAuditRetention(Optional<Long> days) implements Statement {
  public SetAuditRetention {
    requireNonNull(days);
  }
}
