package dev.vitrine.session;

import dev.vitrine.store.Store;

/** The stores behind the engines that are open. */
public final class OpenStores {
  private OpenStores() {}

  /** The store that the sessions at the URL share; one of them must be open. */
  public static Store at(String url) {
    try (Engine engine = Engine.open(url)) {
      return engine.store();
    }
  }
}
