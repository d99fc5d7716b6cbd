/**
 * Proving who somebody is: passwords and their hashes, personal access tokens, and the throttling
 * and writing down of failed logins. The only package that uses the library for password hashes and
 * the one for bounded maps; depends on {@code store}, {@code catalog} and {@code error}. {@link
 * dev.vitrine.authentication.StoreAuthenticator} is safe for use by several threads; records are
 * immutable.
 */
package dev.vitrine.authentication;
