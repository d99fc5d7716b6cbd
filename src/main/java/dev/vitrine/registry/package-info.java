/**
 * One task per governance statement, each with the same steps: resolve names, check that they
 * exist, authorise, change the store, name the object for the audit trail. {@link
 * dev.vitrine.registry.Tasks} finds the task of a statement; the tasks are in one package per kind
 * of object. A task runs inside a transaction that its caller begins and ends, may be run again
 * from the start, and keeps no state.
 */
@NullMarked
package dev.vitrine.registry;

import org.jspecify.annotations.NullMarked;
