/** Drafts of descriptions from a chat service that the operator of the server has set. */
@NullMarked
package dev.vitrine.server.web.draft;

import org.jspecify.annotations.NullMarked;
