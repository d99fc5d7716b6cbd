/**
 * Content of the web pages that users have written or that is computed from it: comments in
 * Markdown as safe HTML. Depends on the Markdown parser and the HTML sanitizer only. All methods
 * are safe for use by several threads.
 */
@NullMarked
package dev.vitrine.server.web.content;

import org.jspecify.annotations.NullMarked;
