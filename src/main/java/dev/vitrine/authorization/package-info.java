/**
 * The rules of who may do what, as data and pure functions: {@link
 * dev.vitrine.authorization.Operation} says what each action needs, {@link
 * dev.vitrine.authorization.Access} decides from what the store knows of one caller and one object,
 * {@link dev.vitrine.authorization.Authorizer} throws. Depends on {@code catalog} and {@code
 * error}; all types are immutable.
 */
package dev.vitrine.authorization;
