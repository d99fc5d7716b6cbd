/**
 * Authentication: passwords and their hashes, personal access tokens, tokens of an identity
 * provider, and throttling and recording of failed logins. The only package that uses the libraries
 * for password hashes, bounded maps and signed tokens; depends on {@code store}, {@code catalog}
 * and {@code error}. {@link dev.vitrine.authentication.StoreAuthenticator} is safe for use by
 * several threads; records are immutable.
 */
@NullMarked
package dev.vitrine.authentication;

import org.jspecify.annotations.NullMarked;
