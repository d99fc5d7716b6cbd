/**
 * Vitrine against what a user would write instead: the same questions, asked through Vitrine and as
 * hand-written secured SQL through pgjdbc, of the same PostgreSQL. {@code docs/benchmarks.md} says
 * how to run it. Not part of the product; one thread.
 */
package dev.vitrine.bench;
