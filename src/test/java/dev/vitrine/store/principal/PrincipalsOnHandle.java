package dev.vitrine.store.principal;

import dev.vitrine.store.history.HistoryWriter;
import dev.vitrine.store.history.StoreClock;
import dev.vitrine.store.statement.DirectStatements;
import dev.vitrine.store.statement.SentStatements;
import dev.vitrine.store.vendor.Vendor;
import org.jdbi.v3.core.Handle;

/** Principals of a handle that belongs to no store. */
final class PrincipalsOnHandle {
  private PrincipalsOnHandle() {}

  static PrincipalDao of(Handle handle) {
    return new PrincipalDao(
        handle,
        DirectStatements.of(handle.getConnection(), new SentStatements(), null),
        new HistoryWriter(handle, Vendor.H2, new StoreClock(Vendor.H2)));
  }
}
