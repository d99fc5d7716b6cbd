/**
 * What only H2 needs, because it runs in this process: bounds of planning, locks that can be
 * cancelled, a full disk.
 */
@NullMarked
package dev.vitrine.store.h2;

import org.jspecify.annotations.NullMarked;
