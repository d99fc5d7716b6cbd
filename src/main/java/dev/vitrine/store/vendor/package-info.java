/**
 * The two databases: the location of a store, the settings of drivers, differences of SQL, and the
 * errors of the database.
 */
@NullMarked
package dev.vitrine.store.vendor;

import org.jspecify.annotations.NullMarked;
