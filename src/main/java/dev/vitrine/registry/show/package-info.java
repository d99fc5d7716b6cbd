/**
 * Tasks that return rows: SHOW and DESCRIBE become queries over the secured relations. Of the
 * packages of tasks, it depends on {@code registry.task} and {@code registry.principal}.
 */
@NullMarked
package dev.vitrine.registry.show;

import org.jspecify.annotations.NullMarked;
