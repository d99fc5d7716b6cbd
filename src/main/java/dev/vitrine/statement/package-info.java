/**
 * SQL text to immutable statement records and back: the ANTLR grammar's only user. Depends on
 * {@code catalog} and {@code error}.
 */
package dev.vitrine.statement;
