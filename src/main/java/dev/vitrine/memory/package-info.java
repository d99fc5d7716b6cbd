/**
 * Limits of the heap memory that results and requests may use: a budget for a process, shares of it
 * for users and connections, the size of a row, and the limit of one value. Depends on {@code
 * error} only; safe for use by several threads.
 */
@NullMarked
package dev.vitrine.memory;

import org.jspecify.annotations.NullMarked;
