/**
 * The command {@code import}: copies models of another registry into a server of Vitrine, as a
 * client of both. It depends on no other package of commands.
 */
@NullMarked
package dev.vitrine.cli.migrate;

import org.jspecify.annotations.NullMarked;
