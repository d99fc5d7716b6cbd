/**
 * The protocol between driver and engine, in process or over HTTP: requests, responses, and their
 * encoding in the protobuf messages of Avatica's protocol. The messages are read and written here
 * by hand, so that the driver needs no library. Depends on nothing else of ours; all types are
 * immutable but the reader and the writer, which belong to one thread.
 */
package dev.vitrine.protocol;
