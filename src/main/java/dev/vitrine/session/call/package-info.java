/**
 * One call of a session: its time limit and cancellation, the transaction that it runs in, and the
 * rows or the count of changes that it returns. Depends on {@code store}, {@code memory}, {@code
 * catalog} and {@code error}.
 */
@NullMarked
package dev.vitrine.session.call;

import org.jspecify.annotations.NullMarked;
