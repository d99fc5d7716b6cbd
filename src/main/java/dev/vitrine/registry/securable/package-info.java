/**
 * Tasks that apply to securables of several kinds: comments, tags, owners, grants, and the question
 * {@code has_privilege}. Depends on {@code registry.principal}.
 */
@NullMarked
package dev.vitrine.registry.securable;

import org.jspecify.annotations.NullMarked;
