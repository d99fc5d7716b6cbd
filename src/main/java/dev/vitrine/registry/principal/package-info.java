/** Tasks on users, groups, tokens, sessions and the metastore's administration. */
package dev.vitrine.registry.principal;
