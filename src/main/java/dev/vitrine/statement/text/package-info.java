/** Characters, tokens, keywords and names of SQL texts, and the errors in them. */
@NullMarked
package dev.vitrine.statement.text;

import org.jspecify.annotations.NullMarked;
