package dev.vitrine.server.rest;

import dev.vitrine.statement.tree.Call;

/** Runs calls in the session of a request. */
public interface CallRunner {
  /** Runs one call. */
  <R> R run(Call<R> call);
}
