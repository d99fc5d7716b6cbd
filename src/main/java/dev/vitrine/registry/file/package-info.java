/** Tasks that open the files of a version and check the rights to list, read or write them. */
package dev.vitrine.registry.file;
