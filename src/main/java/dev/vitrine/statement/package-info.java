/**
 * SQL text to immutable statement records and back: the ANTLR grammar's only user. Queries are
 * split off and prepared for Calcite's parser, but not parsed. Depends on {@code catalog} and
 * {@code error}. All results are immutable and safe to share between threads.
 */
@NullMarked
package dev.vitrine.statement;

import org.jspecify.annotations.NullMarked;
