package dev.vitrine.bench;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Medians of one question, asked in turn by hand and in each of Vitrine's modes, round by round, so
 * that whatever else the machine does meets all of them alike.
 */
record MeasuredQuestion(Question question, int rows, int rounds, Map<Mode, Double> micros) {
  /** Past the five plain and five custom plans after which pgjdbc and PostgreSQL settle. */
  private static final int WARM_ROUNDS = 14;

  private static final long WARM_NANOS = 1_200_000_000L;
  private static final int MIN_ROUNDS = 3;
  private static final int MAX_ROUNDS = 200;
  private static final long MEASURED_NANOS = 1_600_000_000L;

  /** How a question is asked. */
  enum Mode {
    BY_HAND,
    PREPARED,
    CACHED,
    FIRST
  }

  MeasuredQuestion {
    micros = Map.copyOf(micros);
  }

  /** Checks that both sides agree, then measures. */
  static MeasuredQuestion of(Sides sides, Question question) throws SQLException {
    try (Sides.Asked asked = sides.ask(question)) {
      int rows = asked.requireEqual();
      long start = System.nanoTime();
      for (int round = 0;
          round < WARM_ROUNDS && (round < 1 || System.nanoTime() - start < WARM_NANOS);
          round++) {
        for (Mode mode : Mode.values()) {
          run(asked, mode);
        }
      }
      Map<Mode, Samples> samples = new EnumMap<>(Mode.class);
      List.of(Mode.values()).forEach(mode -> samples.put(mode, new Samples()));
      int rounds = 0;
      start = System.nanoTime();
      while (rounds < MAX_ROUNDS
          && (rounds < MIN_ROUNDS || System.nanoTime() - start < MEASURED_NANOS)) {
        for (int i = 0; i < Mode.values().length; i++) {
          // Nobody always comes after the same neighbour's garbage.
          Mode mode = Mode.values()[(i + rounds) % Mode.values().length];
          long before = System.nanoTime();
          run(asked, mode);
          samples.get(mode).add(System.nanoTime() - before);
        }
        rounds++;
      }
      Map<Mode, Double> medians = new EnumMap<>(Mode.class);
      samples.forEach((mode, times) -> medians.put(mode, times.medianMicros()));
      return new MeasuredQuestion(question, rows, rounds, medians);
    }
  }

  private static int run(Sides.Asked asked, Mode mode) throws SQLException {
    return switch (mode) {
      case BY_HAND -> asked.handWritten();
      case PREPARED -> asked.prepared();
      case CACHED -> asked.cached();
      case FIRST -> asked.first();
    };
  }

  double ratio(Mode mode) {
    return micros.get(mode) / micros.get(Mode.BY_HAND);
  }
}
