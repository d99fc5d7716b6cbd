package dev.vitrine.session.provider;

import dev.vitrine.error.Cancellation;
import dev.vitrine.share.ShareException;

/** A request to a provider, for which a statement waits that can be cancelled. */
final class ProviderCall {
  /** Has the memory of all responses of providers; users have positive numbers. */
  static final long USER = Long.MIN_VALUE;

  private ProviderCall() {}

  /** Sends a request and waits for the response. */
  @FunctionalInterface
  interface Request<T> {
    T send() throws ShareException, InterruptedException;
  }

  /** A response, or the failure of the provider. */
  @FunctionalInterface
  private interface Outcome<T> {
    T get() throws ShareException;
  }

  /**
   * Sends a request that ends early when the call must end.
   *
   * @throws ShareException when the provider does not respond as it should
   * @throws dev.vitrine.error.VitrineException QUERY_CANCELED or STATEMENT_TIMEOUT when the call
   *     ends first
   */
  static <T> T run(Cancellation call, Request<T> request) throws ShareException {
    return call.<Outcome<T>>interruptibly(
            () -> {
              try {
                T response = request.send();
                return () -> response;
              } catch (ShareException failure) {
                return () -> {
                  throw failure;
                };
              }
            })
        .get();
  }
}
