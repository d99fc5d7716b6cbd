/**
 * What can go wrong: the stable list of conditions with their SQLSTATEs, the one exception that
 * crosses package boundaries, and positions in a statement's text. Depends on the JDK only; every
 * other package may use it. All types are immutable.
 */
package dev.vitrine.error;
