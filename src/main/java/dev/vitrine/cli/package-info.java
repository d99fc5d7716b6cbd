/**
 * The command line: the shell, which runs SQL from files, from an argument or from a terminal, and
 * prints results. It uses {@code java.sql} only and so works with every JDBC URL; {@code statement}
 * checks a text before it runs. Picocli, JLine, ascii-table and Jackson's csv are used here and
 * nowhere else. Nothing here is safe for use by several threads.
 */
@NullMarked
package dev.vitrine.cli;

import org.jspecify.annotations.NullMarked;
