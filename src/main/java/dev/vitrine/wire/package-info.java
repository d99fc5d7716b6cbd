/**
 * Avatica's Meta over the engine: connections, statements, frames, and the translation of errors.
 */
package dev.vitrine.wire;
