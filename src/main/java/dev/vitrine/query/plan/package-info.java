/** The content of a planned query, the limits of planning, and refusals. */
@NullMarked
package dev.vitrine.query.plan;

import org.jspecify.annotations.NullMarked;
