/**
 * The server's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), in the form that PostgreSQL's clients
 * use. Depends on {@code error} only, and knows neither users nor the store.
 */
@NullMarked
package dev.vitrine.authentication.scram;

import org.jspecify.annotations.NullMarked;
