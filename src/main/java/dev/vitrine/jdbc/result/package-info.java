/** Rows, their cursors and values, and the values of parameters. */
@NullMarked
package dev.vitrine.jdbc.result;

import org.jspecify.annotations.NullMarked;
