/** Results as text: tables, lines, CSV and JSON. */
@NullMarked
package dev.vitrine.cli.output;

import org.jspecify.annotations.NullMarked;
