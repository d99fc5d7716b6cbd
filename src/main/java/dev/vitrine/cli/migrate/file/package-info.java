/** Files of versions of the registries that the command {@code import} reads. */
@NullMarked
package dev.vitrine.cli.migrate.file;

import org.jspecify.annotations.NullMarked;
