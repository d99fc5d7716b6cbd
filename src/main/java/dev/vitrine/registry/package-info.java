/**
 * One task per governance statement, each in the same rhythm: resolve names, check that they exist,
 * authorise, change the store, tell the audit what it was about. A task runs inside a transaction
 * that others begin and end, may be run again from the start, and keeps no state. Depends on {@code
 * statement.tree}, {@code authorization}, {@code store}, {@code catalog} and {@code error}.
 */
package dev.vitrine.registry;
