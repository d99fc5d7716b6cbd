/**
 * Shares and recipients: their rows, and the reads of recipients. Used by one thread at a time, as
 * the transaction that they belong to.
 */
@NullMarked
package dev.vitrine.store.share;

import org.jspecify.annotations.NullMarked;
