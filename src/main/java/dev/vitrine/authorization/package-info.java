/**
 * The rules: which privileges an operation needs on which securable, as data, and the pure
 * functions that decide. Depends on {@code catalog} and {@code error}; all types are immutable.
 */
package dev.vitrine.authorization;
