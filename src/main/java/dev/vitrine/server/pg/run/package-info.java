/**
 * Runs the statements of one PostgreSQL connection on its session: prepared statements, portals,
 * cursors, run-time parameters and transactions as PostgreSQL's clients expect them.
 */
@NullMarked
package dev.vitrine.server.pg.run;

import org.jspecify.annotations.NullMarked;
