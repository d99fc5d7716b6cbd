/**
 * Preparing a query: parsed texts, plans, values of parameters, and the objects that it names.
 * Depends on {@code session.call}, {@code query}, {@code statement}, {@code registry}, {@code
 * store}, {@code catalog} and {@code error}.
 */
@NullMarked
package dev.vitrine.session.query;

import org.jspecify.annotations.NullMarked;
