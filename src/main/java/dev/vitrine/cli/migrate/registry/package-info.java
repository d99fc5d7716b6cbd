/** Registries that the command {@code import} reads. */
@NullMarked
package dev.vitrine.cli.migrate.registry;

import org.jspecify.annotations.NullMarked;
