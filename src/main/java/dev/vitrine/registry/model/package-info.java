/**
 * Tasks on registered models, their versions, aliases and lineage. Of the packages of tasks, it
 * depends on {@code registry.task}, {@code registry.securable} and {@code registry.file}.
 */
@NullMarked
package dev.vitrine.registry.model;

import org.jspecify.annotations.NullMarked;
