/** Tasks that open the files of a version and check the rights to list, read or write them. */
@NullMarked
package dev.vitrine.registry.file;

import org.jspecify.annotations.NullMarked;
