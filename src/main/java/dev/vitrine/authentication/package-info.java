/**
 * Proving who somebody is: credentials, whoever decides about them, and hashes of passwords. The
 * only package that uses the password library; depends on {@code error}.
 */
package dev.vitrine.authentication;
