/**
 * PostgreSQL's catalog for tools: statements that read only catalog relations run in a private
 * database in memory, which is filled for each statement with the objects that the session may see.
 * No text of a user reaches the store from here.
 */
@NullMarked
package dev.vitrine.server.pg.catalog;

import org.jspecify.annotations.NullMarked;
