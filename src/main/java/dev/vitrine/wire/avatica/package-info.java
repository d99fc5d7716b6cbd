/**
 * Avatica's protocol over HTTP, for Vitrine's remote driver and for Avatica's own clients: messages
 * become requests to {@link dev.vitrine.wire.SessionService}. The embedded driver does not use this
 * package. Depends on {@code wire}, {@code protocol}, {@code session}, {@code memory}, {@code
 * error} and Avatica core.
 */
@NullMarked
package dev.vitrine.wire.avatica;

import org.jspecify.annotations.NullMarked;
