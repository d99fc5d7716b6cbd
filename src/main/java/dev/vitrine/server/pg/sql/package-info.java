/**
 * Texts of PostgreSQL clients: tokens, session statements, and the translation of PostgreSQL's
 * spelling to the dialect. Nothing here runs a statement.
 */
@NullMarked
package dev.vitrine.server.pg.sql;

import org.jspecify.annotations.NullMarked;
