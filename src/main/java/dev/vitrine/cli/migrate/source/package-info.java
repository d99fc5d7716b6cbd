/** Models, versions, files and permissions as registries state them. */
@NullMarked
package dev.vitrine.cli.migrate.source;

import org.jspecify.annotations.NullMarked;
