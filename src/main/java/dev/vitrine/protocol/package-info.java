/**
 * What driver and engine say to each other, in this process or over HTTP: questions, answers, and
 * the protobuf messages of Avatica's protocol that carry them. The messages are read and written
 * here by hand, so that the driver needs no library. Depends on nothing else of ours; all types are
 * immutable but the reader and the writer, which belong to one thread.
 */
package dev.vitrine.protocol;
