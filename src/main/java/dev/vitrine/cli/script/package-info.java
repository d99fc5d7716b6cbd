/** Scripts: splits texts into statements, and hides passwords in them. */
@NullMarked
package dev.vitrine.cli.script;

import org.jspecify.annotations.NullMarked;
