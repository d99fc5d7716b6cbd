package dev.vitrine.store;

import dev.vitrine.store.principal.BrowserSessionDao;
import dev.vitrine.store.principal.PrincipalDao;
import dev.vitrine.store.principal.TokenDao;
import org.jdbi.v3.core.Handle;

/**
 * Reads for authentication: outside of transactions, each as a single statement in one round trip.
 * Used by one thread, and only while {@link Store#reading} runs.
 */
public final class AccountReads {
  private final Handle handle;

  AccountReads(Handle handle) {
    this.handle = handle;
  }

  public PrincipalDao principals() {
    return new PrincipalDao(handle);
  }

  public TokenDao tokens() {
    return new TokenDao(handle);
  }

  public BrowserSessionDao browserSessions() {
    return new BrowserSessionDao(handle);
  }
}
