/** Regular expressions that mean the same in both stores. */
@NullMarked
package dev.vitrine.query.pattern;

import org.jspecify.annotations.NullMarked;
