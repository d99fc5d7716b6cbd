/**
 * The content of governance statements as immutable records, nested by topic: SQL texts and REST
 * calls are both turned into these before anything runs. Names are as the user wrote them, neither
 * resolved nor checked: a record is well-formed, not valid. Depends on {@code catalog} and {@code
 * error}.
 */
@NullMarked
package dev.vitrine.statement.tree;

import org.jspecify.annotations.NullMarked;
