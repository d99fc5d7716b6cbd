/**
 * Shared code of all tasks: the interface, the context of one run, resolving names with the rights
 * of the caller, and checks of names, texts and lists. Depends on {@code statement.tree}, {@code
 * authorization}, {@code store}, {@code catalog} and {@code error}.
 */
@NullMarked
package dev.vitrine.registry.task;

import org.jspecify.annotations.NullMarked;
