/**
 * Who asks, where, and in which transaction. {@link dev.vitrine.session.Engine} opens a registry
 * store; each {@link dev.vitrine.session.Session} takes SQL texts and answers {@link
 * dev.vitrine.session.call.Outcome}s: governance statements go to their task, queries to the
 * planner, and SHOW and DESCRIBE are rewritten to queries. A session is used by one thread at a
 * time, except for {@link dev.vitrine.session.Session#cancel()}.
 */
package dev.vitrine.session;
