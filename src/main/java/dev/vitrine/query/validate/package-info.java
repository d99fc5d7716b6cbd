/** Resolves the names and types of a syntax tree, and describes the errors in them. */
package dev.vitrine.query.validate;
