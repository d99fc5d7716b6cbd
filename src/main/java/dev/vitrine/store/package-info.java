/**
 * The relational registry store and its transactions. The packages below it hold the parts: the
 * only SQL that names physical tables is in them. Uses Jdbi, the drivers, the pool, the migrations
 * library and Jackson; depends on {@code catalog}, {@code error} and {@code memory}.
 */
@NullMarked
package dev.vitrine.store;

import org.jspecify.annotations.NullMarked;
