/**
 * Tests of query results: known results, and generated queries on both stores. Depends on the JDBC
 * driver and the test registries only; its classes are used by one thread each.
 */
package dev.vitrine.answers;
