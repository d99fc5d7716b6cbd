/** Tasks that open the files of a version: who may list, read or write them. */
package dev.vitrine.registry.file;
