/** Parse trees to statement records. */
@NullMarked
package dev.vitrine.statement.build;

import org.jspecify.annotations.NullMarked;
