/** The command line: the shell and its output. */
package dev.vitrine.cli;
