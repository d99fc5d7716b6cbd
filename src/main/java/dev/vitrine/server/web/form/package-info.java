/** The dialogs of changes and their fields, as immutable values. Depends on nothing. */
@NullMarked
package dev.vitrine.server.web.form;

import org.jspecify.annotations.NullMarked;
