/** Forms that change catalogs, schemas, models and versions, each by statements that it shows. */
@NullMarked
package dev.vitrine.server.web.change;

import org.jspecify.annotations.NullMarked;
