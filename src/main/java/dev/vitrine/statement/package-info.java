/**
 * SQL text to immutable statement records and back: the ANTLR grammar's only user. Queries are cut
 * out of a text and prepared for Calcite's parser, but not understood. Depends on {@code catalog}
 * and {@code error}. What it returns is immutable and safe to share between threads.
 */
package dev.vitrine.statement;
