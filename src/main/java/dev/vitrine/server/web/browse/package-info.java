/** Pages that show catalogs, schemas, models, versions, search results and the audit trail. */
@NullMarked
package dev.vitrine.server.web.browse;

import org.jspecify.annotations.NullMarked;
