/** Tasks on catalogs and schemas. */
package dev.vitrine.registry.container;
