/** The schema of the store: creates it and migrates it from older releases. */
@NullMarked
package dev.vitrine.store.migration;

import org.jspecify.annotations.NullMarked;
