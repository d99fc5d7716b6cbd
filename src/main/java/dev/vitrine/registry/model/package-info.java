/**
 * Tasks on registered models, their versions, aliases and lineage. Depends on {@code
 * registry.securable} and {@code registry.file}.
 */
package dev.vitrine.registry.model;
