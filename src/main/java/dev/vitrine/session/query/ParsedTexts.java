package dev.vitrine.session.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.vitrine.statement.ParsedQuery;
import dev.vitrine.statement.ParsedText;
import dev.vitrine.statement.StatementParser;
import java.util.List;

/**
 * Parsed queries by their text, those used least leaving first. Only single queries are kept: other
 * texts are rarely seen twice, and may hold passwords. Safe for use by several threads.
 */
public final class ParsedTexts {
  /** Maximum number of cached texts. */
  private static final int MOST = 1_000;

  /** Characters of the longest text that is kept. */
  private static final int LONGEST = 20_000;

  /** Characters of all texts that are kept; each is kept as it was written and as it is planned. */
  private static final int MOST_CHARACTERS = 4 << 20;

  private final Cache<String, List<ParsedText>> queries =
      Caffeine.newBuilder()
          .maximumWeight(MOST_CHARACTERS)
          .weigher(
              (String text, List<ParsedText> parsed) ->
                  Math.max(MOST_CHARACTERS / MOST, 3 * text.length()))
          .executor(Runnable::run)
          .build();

  /**
   * The statements of a text.
   *
   * @throws dev.vitrine.error.VitrineException PARSE_SYNTAX_ERROR and the like
   */
  public List<ParsedText> parse(String text) {
    List<ParsedText> known = queries.getIfPresent(text);
    if (known != null) {
      return known;
    }
    List<ParsedText> parsed = StatementParser.parse(text);
    if (parsed.size() == 1 && parsed.get(0) instanceof ParsedQuery && text.length() <= LONGEST) {
      queries.put(text, parsed);
    }
    return parsed;
  }
}
