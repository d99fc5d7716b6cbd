/**
 * The JDBC driver: URL, connection, statements, result sets and database metadata. Depends on
 * nothing else of ours: the embedded engine is found by class name.
 */
package dev.vitrine.jdbc;
