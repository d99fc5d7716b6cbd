/**
 * Foundation of the web pages: requests of signed-in browsers, layout, dialogs, notices, assets and
 * protection against cross-site requests. Pages read with queries and change with statement records
 * in the user's session; nothing here decides who may do what. Depends on {@code server.rest},
 * {@code session}, {@code statement.tree}, {@code authentication}, {@code memory}, {@code catalog}
 * and {@code error}.
 */
@NullMarked
package dev.vitrine.server.web;

import org.jspecify.annotations.NullMarked;
