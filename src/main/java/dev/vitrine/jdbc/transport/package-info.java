/**
 * SessionSource on an engine in this process or behind a server, and the errors of both as
 * SQLException.
 */
@NullMarked
package dev.vitrine.jdbc.transport;

import org.jspecify.annotations.NullMarked;
