/**
 * Background work of an engine: deletion of expired audit rows and of expired history, the audit
 * rows of refusals, and notification of observers. Depends on {@code store}, {@code catalog} and
 * {@code error}.
 */
@NullMarked
package dev.vitrine.session.upkeep;

import org.jspecify.annotations.NullMarked;
