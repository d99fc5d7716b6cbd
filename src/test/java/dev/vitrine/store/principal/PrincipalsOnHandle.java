package dev.vitrine.store.principal;

import dev.vitrine.store.statement.DirectStatements;
import dev.vitrine.store.statement.SentStatements;
import org.jdbi.v3.core.Handle;

/** Principals of a handle that belongs to no store. */
final class PrincipalsOnHandle {
  private PrincipalsOnHandle() {}

  static PrincipalDao of(Handle handle) {
    return new PrincipalDao(
        handle, DirectStatements.of(handle.getConnection(), new SentStatements(), null));
  }
}
