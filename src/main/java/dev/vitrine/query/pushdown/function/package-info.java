/** The functions and operators that queries can use, and how calls of them are typed. */
package dev.vitrine.query.pushdown.function;
