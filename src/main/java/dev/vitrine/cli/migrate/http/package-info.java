/** Requests of the command {@code import} to registries, with bounds on time, size and attempts. */
@NullMarked
package dev.vitrine.cli.migrate.http;

import org.jspecify.annotations.NullMarked;
