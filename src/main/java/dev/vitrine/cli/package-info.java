/**
 * The command line: the shell, which runs SQL from files, from an argument or from a terminal, and
 * prints results. It speaks to the registry through {@code java.sql} only, so that it works with
 * whatever a JDBC URL names; {@code statement} serves to check a text before it runs. Picocli,
 * JLine, ascii-table and Jackson's csv are used here and nowhere else. Nothing here is safe for use
 * by several threads.
 */
package dev.vitrine.cli;
