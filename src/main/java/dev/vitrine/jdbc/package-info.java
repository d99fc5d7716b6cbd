/**
 * The JDBC driver: URL, connection, statements, result sets and database metadata. Depends on
 * {@code protocol} alone: the embedded engine is found as a service.
 */
@NullMarked
package dev.vitrine.jdbc;

import org.jspecify.annotations.NullMarked;
