package dev.vitrine.store;

import dev.vitrine.store.principal.BrowserSessionDao;
import dev.vitrine.store.principal.PrincipalDao;
import dev.vitrine.store.principal.TokenDao;
import dev.vitrine.store.share.RecipientDao;
import dev.vitrine.store.statement.DirectStatements;
import org.jdbi.v3.core.Handle;

/**
 * Reads for authentication: outside of transactions, each as a single statement in one round trip.
 * Used by one thread, and only while {@link Store#reading} runs.
 */
public final class AccountReads {
  private final Handle handle;
  private final DirectStatements direct;

  AccountReads(Handle handle, DirectStatements direct) {
    this.handle = handle;
    this.direct = direct;
  }

  public PrincipalDao principals() {
    return new PrincipalDao(handle, direct);
  }

  public TokenDao tokens() {
    return new TokenDao(handle, direct);
  }

  public RecipientDao recipients() {
    return new RecipientDao(handle);
  }

  public BrowserSessionDao browserSessions() {
    return new BrowserSessionDao(handle);
  }
}
