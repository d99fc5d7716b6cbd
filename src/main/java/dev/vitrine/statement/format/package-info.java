/** Statement records to SQL. */
@NullMarked
package dev.vitrine.statement.format;

import org.jspecify.annotations.NullMarked;
