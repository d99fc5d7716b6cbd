/** Forms of PostgreSQL's language in queries, translated to the dialect token by token. */
@NullMarked
package dev.vitrine.statement.postgresql;

import org.jspecify.annotations.NullMarked;
