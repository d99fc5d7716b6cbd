package dev.vitrine.session.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.vitrine.query.plan.PlannedQuery;

/**
 * Remembers queries whose result was too large to be read at once, so that they are not started
 * twice the next time. The least used ones are evicted. Safe for use by several threads.
 */
public final class LargeResults {
  /** Maximum number of remembered queries. */
  private static final int CAPACITY = 1_000;

  /** Characters of the longest query that is remembered. */
  private static final int LONGEST = 20_000;

  /** Characters of all queries that are remembered. */
  private static final int MOST_CHARACTERS = 4 << 20;

  private final Cache<Question, Boolean> questions =
      Caffeine.newBuilder()
          .maximumWeight(MOST_CHARACTERS)
          .weigher(
              (Question question, Boolean large) ->
                  Math.max(MOST_CHARACTERS / CAPACITY, question.body().length()))
          .executor(Runnable::run)
          .build();

  private record Question(long userId, String body) {}

  public boolean expected(long userId, PlannedQuery query) {
    return query.body().length() <= LONGEST
        && questions.getIfPresent(new Question(userId, query.body())) != null;
  }

  public void seen(long userId, PlannedQuery query) {
    if (query.body().length() <= LONGEST) {
      questions.put(new Question(userId, query.body()), true);
    }
  }
}
