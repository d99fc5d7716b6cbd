/**
 * The Statement API: SQL statements over HTTP that run in the background, in the shape of
 * Databricks' Statement Execution API. Statements and their results are in the memory of the server
 * that runs them. Uses {@code server.rest}, {@code session} and {@code memory}.
 */
@NullMarked
package dev.vitrine.server.statement;

import org.jspecify.annotations.NullMarked;
