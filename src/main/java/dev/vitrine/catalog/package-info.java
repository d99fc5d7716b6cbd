/**
 * The vocabulary: securables and their names, privileges, principals, model versions, aliases and
 * tags, and the shape of relations and their columns. Records and enums whose constructors validate
 * their values. Depends on the JDK and {@code error} only; every other package may use it. All
 * types are immutable and safe to share between threads.
 */
@NullMarked
package dev.vitrine.catalog;

import org.jspecify.annotations.NullMarked;
