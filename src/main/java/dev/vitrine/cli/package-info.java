/**
 * The entry point of the command line and its options. The commands are in the packages below: the
 * shell uses {@code java.sql} only, so it works with every JDBC URL. Picocli, JLine, ascii-table
 * and Jackson's CSV format are used in {@code cli} and its packages only. No type here is safe for
 * use by several threads.
 */
@NullMarked
package dev.vitrine.cli;

import org.jspecify.annotations.NullMarked;
