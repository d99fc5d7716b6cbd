/** The example registry of {@code server --demo}: its users, and models with files. */
@NullMarked
package dev.vitrine.cli.server.demo;

import org.jspecify.annotations.NullMarked;
