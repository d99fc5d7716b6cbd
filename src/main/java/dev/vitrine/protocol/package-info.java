/**
 * The protocol between driver and engine, in process or over HTTP: requests, responses, and their
 * encoding in the protobuf messages of Avatica's protocol. The messages are read and written here
 * by hand, so that the driver needs no library. Depends on no other package; all types are
 * immutable except the reader and the writer, which are used by one thread.
 */
@NullMarked
package dev.vitrine.protocol;

import org.jspecify.annotations.NullMarked;
