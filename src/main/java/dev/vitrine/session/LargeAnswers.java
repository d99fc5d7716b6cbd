package dev.vitrine.session;

import dev.vitrine.query.PlannedQuery;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which queries had an answer too large to be read at once, so that they need not be started twice
 * the next time. The least recently asked are forgotten. Safe for use by several threads.
 */
final class LargeAnswers {
  private static final int CAPACITY = 1_000;

  /** Characters of a query; longer ones are not remembered. */
  private static final int LONGEST = 20_000;

  private final Map<Question, Boolean> questions =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Boolean> eldest) {
          return size() > CAPACITY;
        }
      };

  private record Question(long userId, String body) {}

  synchronized boolean expected(long userId, PlannedQuery query) {
    return questions.get(new Question(userId, query.body())) != null;
  }

  synchronized void seen(long userId, PlannedQuery query) {
    if (query.body().length() <= LONGEST) {
      questions.put(new Question(userId, query.body()), true);
    }
  }
}
