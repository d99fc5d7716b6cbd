/**
 * The tasks on providers of shares and on catalogs that follow a share, and the update of their
 * content. May use {@code task} and {@code principal}; stateless.
 */
@NullMarked
package dev.vitrine.registry.provider;

import org.jspecify.annotations.NullMarked;
