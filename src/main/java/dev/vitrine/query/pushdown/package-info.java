/**
 * Turns a plan over logical relations into one statement of a store, in steps by package: {@code
 * verify} refuses what the store would compute differently, {@code rewrite} makes the plan mean the
 * same in the store, {@code print} writes it as SQL. Depends on Calcite, {@code catalog}, {@code
 * query.plan} and the packages below it.
 */
@NullMarked
package dev.vitrine.query.pushdown;

import org.jspecify.annotations.NullMarked;
