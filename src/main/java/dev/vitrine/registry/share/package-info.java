/**
 * Tasks on shares and recipients. Owners and admins change them; for all others they do not exist.
 */
@NullMarked
package dev.vitrine.registry.share;

import org.jspecify.annotations.NullMarked;
