/** Runs queries of users and reads their rows, with cancellation and bounds of memory. */
@NullMarked
package dev.vitrine.store.result;

import org.jspecify.annotations.NullMarked;
