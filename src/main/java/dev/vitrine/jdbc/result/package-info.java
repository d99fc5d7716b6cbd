/** Rows, their cursors and values, and the values of parameters. */
package dev.vitrine.jdbc.result;
