/** The statements that are sent to the database: cancellable, traced, and with or without Jdbi. */
@NullMarked
package dev.vitrine.store.statement;

import org.jspecify.annotations.NullMarked;
