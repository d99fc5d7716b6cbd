/**
 * Messages of PostgreSQL's frontend/backend protocol, version 3: their fields, and values of SQL
 * types in text and binary format. Depends on the catalog's types and errors only.
 */
@NullMarked
package dev.vitrine.server.pg.message;

import org.jspecify.annotations.NullMarked;
