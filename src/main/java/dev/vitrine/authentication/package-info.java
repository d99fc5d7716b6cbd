/**
 * Proving who somebody is: hashes of passwords. The only package that uses the password library;
 * depends on {@code error}.
 */
package dev.vitrine.authentication;
