/**
 * The relational registry store: its physical schema and migrations, data access, the SQL of the
 * secured relations, and the differences between PostgreSQL and H2. The only package whose SQL
 * names a physical table. Uses Jdbi, the drivers, the pool, the migrations library and Jackson;
 * depends on {@code catalog} and {@code error}.
 */
package dev.vitrine.store;
