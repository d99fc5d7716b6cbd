/**
 * Tasks that drop models and versions, and restore them. Of the packages of tasks, it depends on
 * {@code registry.task} and {@code registry.model}.
 */
@NullMarked
package dev.vitrine.registry.drop;

import org.jspecify.annotations.NullMarked;
