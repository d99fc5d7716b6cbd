/** Tasks on users, groups, tokens, sessions and the metastore's administration. */
@NullMarked
package dev.vitrine.registry.principal;

import org.jspecify.annotations.NullMarked;
