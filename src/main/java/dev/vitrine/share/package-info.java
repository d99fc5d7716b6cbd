/**
 * The client of the sharing protocol: reads shares of providers over HTTPS, within bounds of time,
 * bytes and counts, from addresses that the operator allows. It knows neither the store nor
 * sessions. Depends on {@code catalog} and {@code error}; all types are safe for use by several
 * threads.
 */
@NullMarked
package dev.vitrine.share;

import org.jspecify.annotations.NullMarked;
