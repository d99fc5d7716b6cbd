package dev.vitrine.session;

import dev.vitrine.statement.ParsedQuery;
import dev.vitrine.statement.ParsedText;
import dev.vitrine.statement.StatementParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parsed queries by their text, the least recently used leaving first. Only single queries are
 * kept: other texts are rarely seen twice, and may hold passwords. Safe for use by several threads.
 */
final class ParsedTexts {
  private static final int MOST = 1_000;
  private static final int LONGEST = 20_000;

  private final Map<String, List<ParsedText>> queries =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<ParsedText>> eldest) {
          return size() > MOST;
        }
      };

  /**
   * The statements of a text.
   *
   * @throws dev.vitrine.error.VitrineException PARSE_SYNTAX_ERROR and the like
   */
  List<ParsedText> parse(String text) {
    synchronized (queries) {
      List<ParsedText> known = queries.get(text);
      if (known != null) {
        return known;
      }
    }
    List<ParsedText> parsed = StatementParser.parse(text);
    if (parsed.size() == 1 && parsed.get(0) instanceof ParsedQuery && text.length() <= LONGEST) {
      synchronized (queries) {
        queries.put(text, parsed);
      }
    }
    return parsed;
  }
}
