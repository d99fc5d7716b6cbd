/**
 * The client of the sharing protocol: reads shares of providers over HTTPS, within bounds of time,
 * bytes, memory and counts, from addresses that the operator allows. It knows neither the store nor
 * sessions. Depends on {@code catalog}, {@code error} and {@code memory}; types are safe for use by
 * several threads unless they say otherwise.
 */
@NullMarked
package dev.vitrine.share;

import org.jspecify.annotations.NullMarked;
