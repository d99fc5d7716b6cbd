/** Rows of users, groups, tokens and sessions. */
@NullMarked
package dev.vitrine.store.principal;

import org.jspecify.annotations.NullMarked;
