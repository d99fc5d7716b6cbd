/**
 * The relations that queries can name, and the SQL that restricts each to the rows that the caller
 * may see.
 */
@NullMarked
package dev.vitrine.store.relation;

import org.jspecify.annotations.NullMarked;
