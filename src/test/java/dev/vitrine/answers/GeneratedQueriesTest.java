package dev.vitrine.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.answers.ResultComparison.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Random queries have the same rows on both stores and, translated by hand, on plain tables of
 * PostgreSQL, or are refused on both stores. A failure is reported with the smallest query that
 * fails alike; {@code -Dvitrine.seed=N} repeats a run, {@code -Dvitrine.queries=N} makes it longer.
 * A build runs 2,000 queries, which take 80 seconds of CPU; the profile {@code nightly} runs
 * 200,000 with a new seed and leaves out queries that take a store more than a second ({@code
 * -Dvitrine.query.seconds=N}).
 */
class GeneratedQueriesTest {
  private static final int QUERIES =
      Integer.getInteger("vitrine.queries", Effort.times(2_000, 200_000));

  /** Wrong queries that are made smaller; more are only counted. */
  private static final int REPORTED = 8;

  private static final int ATTEMPTS = 300;

  @Test
  void bothStoresAnswerAlike() throws SQLException {
    long seed = Effort.seed();
    QueryGenerator generator = new QueryGenerator(seed);
    TwinRegistries twins = TwinRegistries.open();
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    List<String> wrong = new ArrayList<>();
    try (Connection plainTables = twins.plainTables()) {
      ResultComparison comparison = new ResultComparison(twins, plainTables);
      for (int i = 0; i < QUERIES; i++) {
        Syntax query = generator.next();
        Verdict verdict = comparison.judge(query);
        verdicts.merge(verdict, 1, Integer::sum);
        if (verdict.isWrong() && wrong.size() < REPORTED) {
          Syntax smallest = comparison.shrink(query, verdict, ATTEMPTS);
          wrong.add(verdict + ": " + smallest.text() + "\n" + comparison.answers() + "\n");
        }
      }
    } finally {
      twins.close();
    }
    System.out.println("GeneratedQueriesTest: seed " + seed + ", " + verdicts);
    assertThat(wrong).as("seed %s, %s", seed, verdicts).isEmpty();
    int judged = QUERIES - verdicts.getOrDefault(Verdict.TOO_SLOW, 0);
    // A timeout is no judgement: more than a few of them would hide wrong answers.
    assertThat(judged).isGreaterThan(QUERIES * 95 / 100);
    assertThat(verdicts.getOrDefault(Verdict.EQUAL, 0)).isGreaterThan(judged * 9 / 10);
  }
}
