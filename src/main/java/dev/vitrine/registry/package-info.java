/**
 * One task per governance statement, each in the same rhythm: resolve names, check that they exist,
 * authorise, change the store, describe it for the audit.
 */
package dev.vitrine.registry;
