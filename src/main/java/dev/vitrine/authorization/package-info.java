/**
 * The privilege rules as data and pure functions: {@link dev.vitrine.authorization.Operation} lists
 * the requirements of each action, {@link dev.vitrine.authorization.Access} decides from the stored
 * rights of one caller on one object, {@link dev.vitrine.authorization.Authorizer} throws. Depends
 * on {@code catalog} and {@code error}; all types are immutable.
 */
@NullMarked
package dev.vitrine.authorization;

import org.jspecify.annotations.NullMarked;
