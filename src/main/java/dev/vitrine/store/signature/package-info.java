/**
 * The columns of model signatures: reads MLflow's JSON format and writes rows. Depends on nothing
 * but {@code catalog}. Readers are safe for use by several threads.
 */
@NullMarked
package dev.vitrine.store.signature;

import org.jspecify.annotations.NullMarked;
