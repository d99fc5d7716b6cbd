/**
 * Errors: the stable list of conditions with their SQLSTATEs, the one exception that crosses
 * package boundaries, positions in a statement's text, and the signal that ends a running call.
 * Depends on the JDK only; every other package may use it. All types but {@link
 * dev.vitrine.error.Cancellation} are immutable; all may be used by several threads.
 */
@NullMarked
package dev.vitrine.error;

import org.jspecify.annotations.NullMarked;
