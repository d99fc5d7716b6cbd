/** The command {@code server}: its options, defaults and log. */
@NullMarked
package dev.vitrine.cli.server;

import org.jspecify.annotations.NullMarked;
