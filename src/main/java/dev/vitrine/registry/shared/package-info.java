/**
 * The reads of recipients of shares: what the grants of the recipient and the rights of the owner
 * of each share allow at this moment.
 */
@NullMarked
package dev.vitrine.registry.shared;

import org.jspecify.annotations.NullMarked;
