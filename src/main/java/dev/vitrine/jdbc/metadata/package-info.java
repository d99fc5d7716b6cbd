/** The facts about the database that need no query. */
@NullMarked
package dev.vitrine.jdbc.metadata;

import org.jspecify.annotations.NullMarked;
