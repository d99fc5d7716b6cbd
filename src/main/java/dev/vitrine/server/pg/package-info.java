/**
 * PostgreSQL's wire protocol: any PostgreSQL client can open a session. Connections that wait for
 * their client have no thread; a bounded number of threads serves the others.
 */
@NullMarked
package dev.vitrine.server.pg;

import org.jspecify.annotations.NullMarked;
