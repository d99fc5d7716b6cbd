package dev.vitrine.store;

import org.jdbi.v3.core.Handle;

/**
 * What is read to find out who somebody is: outside of any transaction, each question by itself, so
 * that it takes one round trip. Used by one thread, and only while {@link Store#reading} runs.
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
}
