package dev.vitrine.server.pg.run;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.sql.VariableNames;
import dev.vitrine.session.Session;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameter {@code search_path}: its first visible schema is the current one. */
final class SearchPath {
  /** A name in a list, with or without quotes. */
  private static final Pattern NAME = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^\",\\s]+)");

  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  private SearchPath() {}

  /** The name as an element of the search path, in double quotes if it needs them. */
  static String quoted(String name) {
    return PLAIN.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Applies the path that the client asked for; without one, it has the session's schema. */
  static void begin(Session session, SessionVariables variables) {
    String path = variables.get(SessionVariables.PATH);
    if (path.equals(VariableNames.defaults().get(SessionVariables.PATH))) {
      variables.start(SessionVariables.PATH, quoted(session.schema()));
    } else {
      use(session, path);
    }
    variables.watchPath(changed -> use(session, changed));
  }

  /** Makes the first visible schema the current one; leaves it as it is if there is none. */
  private static void use(Session session, String path) {
    Matcher names = NAME.matcher(path);
    while (names.find()) {
      String name = names.group(2) == null ? names.group(1).replace("\"\"", "\"") : names.group(2);
      try {
        session.useSchema(name);
        return;
      } catch (VitrineException exception) {
        if (exception.code() != ErrorCode.SCHEMA_NOT_FOUND
            && exception.code() != ErrorCode.INVALID_IDENTIFIER) {
          throw exception;
        }
      }
    }
  }
}
