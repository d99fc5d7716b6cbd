/**
 * The protocol of drivers on sessions of the engine: connections, statements, frames of rows, and
 * the translation of errors, for embedded drivers and for clients of a server. Depends on {@code
 * session}, {@code protocol}, {@code memory}, {@code catalog} and {@code error}.
 */
@NullMarked
package dev.vitrine.wire;

import org.jspecify.annotations.NullMarked;
