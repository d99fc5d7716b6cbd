/**
 * Tasks that apply to securables of several kinds: comments, tags, owners, grants, and the question
 * {@code has_privilege}. Of the packages of tasks, it depends on {@code registry.task} and {@code
 * registry.principal}.
 */
@NullMarked
package dev.vitrine.registry.securable;

import org.jspecify.annotations.NullMarked;
