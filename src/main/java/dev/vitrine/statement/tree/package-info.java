/**
 * What a governance statement says, as immutable records: the one form that SQL texts and REST
 * calls are turned into before anything is executed. Names are as the user wrote them, neither
 * resolved nor checked: a record is well-formed, not valid. Depends on {@code catalog} and {@code
 * error}.
 */
package dev.vitrine.statement.tree;
