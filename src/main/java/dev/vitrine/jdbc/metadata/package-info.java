/** The facts about the database that need no query. */
package dev.vitrine.jdbc.metadata;
