/**
 * Sessions with their user, current catalog and schema, and transaction. {@link
 * dev.vitrine.session.Engine} opens a registry store; each {@link dev.vitrine.session.Session} runs
 * SQL texts and returns {@link dev.vitrine.session.call.Outcome}s: governance statements are run by
 * their task, queries by the planner, and SHOW and DESCRIBE are rewritten to queries. A session is
 * used by one thread at a time, except for {@link dev.vitrine.session.Session#cancel()}.
 */
@NullMarked
package dev.vitrine.session;

import org.jspecify.annotations.NullMarked;
