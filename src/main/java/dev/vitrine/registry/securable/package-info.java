/**
 * Tasks that apply to securables of several kinds: comments, tags, owners, grants, and the question
 * {@code has_privilege}. Depends on {@code registry.principal}.
 */
package dev.vitrine.registry.securable;
