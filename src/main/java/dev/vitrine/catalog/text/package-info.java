/**
 * Comparison of texts: similar words, look-alike names and patterns of LIKE. Depends on the JDK
 * only; every other package may use it. All types are safe to share between threads.
 */
@NullMarked
package dev.vitrine.catalog.text;

import org.jspecify.annotations.NullMarked;
