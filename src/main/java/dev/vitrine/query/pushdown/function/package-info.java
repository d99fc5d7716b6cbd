/** The functions and operators that queries can use, and how calls of them are typed. */
@NullMarked
package dev.vitrine.query.pushdown.function;

import org.jspecify.annotations.NullMarked;
