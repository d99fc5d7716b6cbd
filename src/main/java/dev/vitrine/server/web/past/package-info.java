/** Pages that show catalogs, schemas, models and versions as they were at a point in time. */
@NullMarked
package dev.vitrine.server.web.past;

import org.jspecify.annotations.NullMarked;
