/** The SQL shell: reads statements from a terminal or a script, runs them and reports errors. */
@NullMarked
package dev.vitrine.cli.shell;

import org.jspecify.annotations.NullMarked;
