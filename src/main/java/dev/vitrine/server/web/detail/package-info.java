/**
 * Details of models and versions: signature, files, comparison of two versions, and how to use a
 * model. Depends on {@code server.web}, its dependencies and {@code artifact}. All methods are safe
 * for use by several threads.
 */
@NullMarked
package dev.vitrine.server.web.detail;

import org.jspecify.annotations.NullMarked;
