package dev.vitrine;

import java.util.Random;

/**
 * How much the tests with random data or many repetitions do: little with a fixed seed in each
 * build, much with a new seed in the Maven profile {@code nightly}.
 */
public final class Effort {
  /** Whether the profile {@code nightly} runs: {@code -Dvitrine.nightly=true}. */
  public static final boolean NIGHTLY = Boolean.getBoolean("vitrine.nightly");

  /** Any number: what matters is that a build that passed passes again. */
  private static final long FIXED_SEED = 20_261_129;

  private Effort() {}

  /** How often something is done: in a build, or at night. */
  public static int times(int inBuild, int nightly) {
    return NIGHTLY ? nightly : inBuild;
  }

  /** The seed of random data; {@code -Dvitrine.seed=N} repeats a run. */
  public static long seed() {
    return Long.getLong("vitrine.seed", NIGHTLY ? new Random().nextLong() : FIXED_SEED);
  }
}
