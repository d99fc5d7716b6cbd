package dev.vitrine.session;

import dev.vitrine.session.call.Limits;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.statement.NamedParameters;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text with parameter markers {@code :name}.
 *
 * @param values the value of each parameter, or null for NULL, by name
 */
public record NamedStatement(String sql, Map<String, ? extends @Nullable Object> values) {
  /**
   * Runs the text as {@link Session#execute(String, List, Limits)} does.
   *
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE when a marker has no value
   */
  public List<Outcome> run(Session session, Limits limits) {
    NamedParameters named = NamedParameters.of(sql);
    return session.execute(named.sql(), named.values(values), limits);
  }
}
