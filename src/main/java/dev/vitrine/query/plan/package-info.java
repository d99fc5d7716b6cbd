/** The content of a planned query, the limits of planning, and refusals. */
package dev.vitrine.query.plan;
