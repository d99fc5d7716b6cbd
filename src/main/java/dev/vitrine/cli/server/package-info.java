/** The command {@code server}: its options, defaults and log. */
package dev.vitrine.cli.server;
