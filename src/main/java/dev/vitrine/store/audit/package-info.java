/** Rows of the audit trail. */
@NullMarked
package dev.vitrine.store.audit;

import org.jspecify.annotations.NullMarked;
