/**
 * Avatica's {@code Meta} over the engine: connections, statements, frames of rows, and the
 * translation of errors. The same {@code Meta} is used in process and behind a server. Depends on
 * {@code session}, {@code catalog}, {@code error} and Avatica core only.
 *
 * <p>Beside Avatica's requests, a client may send a {@link dev.vitrine.wire.ControlText} where the
 * protocol has no request for a thing: cancelling, limits, and closing a cursor early.
 */
package dev.vitrine.wire;
