package dev.vitrine.authentication;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Throttles failed logins with exponential back-off. There are three counters:
 *
 * <ul>
 *   <li>by user and source: the main one. It never delays the same user at another source.
 *   <li>by source, over all users.
 *   <li>by user, over the sources where that user has not signed in lately. It refuses nothing by
 *       itself: while it is high, each of these sources has one free attempt instead of five and
 *       longer waits. A new source is therefore never shut out.
 * </ul>
 *
 * Counters expire an hour after the last failure, and each kind has at most {@value #ROOM} entries.
 * Safe for use by several threads.
 */
final class FailedLogins {
  /** Maximum entries of each kind of counter; bounds the memory to some MB. */
  private static final long ROOM = 20_000;

  /** Time after the last failure until a counter expires. */
  private static final Duration MEMORY = Duration.ofHours(1);

  /** Failures of a user at unfamiliar sources after which a distributed attack is assumed. */
  private static final int ATTACK = 100;

  /**
   * A password that was verified lately is accepted in spite of throttling, so this many wrong ones
   * can be compared with it before an hour without one, by user and source. It bounds guessing from
   * a source that the user shares with the attacker.
   */
  private static final int MOST_COMPARED = 250_000;

  private static final BackOff OF_USER = new BackOff(5, Duration.ofSeconds(1));
  private static final BackOff OF_USER_UNDER_ATTACK = new BackOff(1, Duration.ofMinutes(1));

  /** Many users can share an address. */
  private static final BackOff OF_SOURCE = new BackOff(20, Duration.ofSeconds(1));

  private final Clock clock;
  private final Cache<String, Failures> ofUserAndSource;
  private final Cache<String, Failures> ofSource;
  private final Cache<String, Failures> ofUser;
  private final Cache<String, Integer> compared;

  /**
   * Exponential back-off.
   *
   * @param free failures without a wait
   * @param first the first wait; it doubles with each failure, up to five minutes
   */
  private record BackOff(int free, Duration first) {
    /** Maximum wait. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private Optional<Duration> rest(Failures failures, Instant now) {
      if (failures.count() < free) {
        return Optional.empty();
      }
      int doublings =
          Math.min(
              failures.count() - free, Long.SIZE - Long.numberOfLeadingZeros(LONGEST.toSeconds()));
      Duration wait = first.multipliedBy(1L << doublings);
      Instant until = failures.last().plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
      return Optional.of(Duration.between(now, until))
          .filter(rest -> !rest.isNegative() && !rest.isZero());
    }
  }

  private record Failures(int count, Instant last) {
    private static final Failures NONE = new Failures(0, Instant.EPOCH);
  }

  FailedLogins(Clock clock) {
    this.clock = clock;
    this.ofUserAndSource = BoundedMemory.of(clock, MEMORY, ROOM).build();
    this.ofSource = BoundedMemory.of(clock, MEMORY, ROOM).build();
    this.ofUser = BoundedMemory.of(clock, MEMORY, ROOM).build();
    this.compared = BoundedMemory.of(clock, MEMORY, ROOM).build();
  }

  /**
   * The remaining wait of the user at the source; empty for none.
   *
   * @param familiar whether the user has signed in at the source lately
   */
  Optional<Duration> waitOfUser(LoginAttempt attempt, boolean familiar) {
    boolean attacked = !familiar && get(ofUser, attempt.userKey()).count() >= ATTACK;
    BackOff backOff = attacked ? OF_USER_UNDER_ATTACK : OF_USER;
    return backOff.rest(get(ofUserAndSource, attempt.key()), clock.instant());
  }

  /** The remaining wait of all users at the source; empty for none. */
  Optional<Duration> waitOfSource(LoginAttempt attempt) {
    return OF_SOURCE.rest(get(ofSource, attempt.source().key()), clock.instant());
  }

  /** Whether one more password may be compared with the one that was verified lately. */
  boolean mayCompare(LoginAttempt attempt) {
    return compared.asMap().getOrDefault(attempt.key(), 0) < MOST_COMPARED;
  }

  private static Failures get(Cache<String, Failures> failures, String key) {
    Failures known = failures.getIfPresent(key);
    return known == null ? Failures.NONE : known;
  }

  /** Counts a wrong password that was compared with the stored hash. */
  void count(LoginAttempt attempt, boolean familiar) {
    count(ofUserAndSource, attempt.key());
    if (attempt.source().isKnown()) {
      count(ofSource, attempt.source().key());
    }
    if (!familiar) {
      count(ofUser, attempt.userKey());
    }
  }

  /** Counts a wrong password that was only compared with the verified one; adds no wait. */
  void countCompared(LoginAttempt attempt) {
    compared.asMap().merge(attempt.key(), 1, Integer::sum);
  }

  private void count(Cache<String, Failures> failures, String key) {
    Failures one = new Failures(1, clock.instant());
    failures.asMap().merge(key, one, (known, more) -> new Failures(known.count() + 1, more.last()));
  }

  /**
   * Resets the failures of a user at a source after a successful login. They are subtracted from
   * the source's counter, but failures for other users are not: otherwise an attacker could reset
   * the counter with an own account.
   */
  void forgive(LoginAttempt attempt) {
    Failures forgiven = ofUserAndSource.asMap().remove(attempt.key());
    if (forgiven != null) {
      ofSource
          .asMap()
          .computeIfPresent(
              attempt.source().key(),
              (key, known) ->
                  known.count() <= forgiven.count()
                      ? null
                      : new Failures(known.count() - forgiven.count(), known.last()));
    }
  }

  /** The same after a recently verified password, which is weaker evidence during an attack. */
  void forgiveMistyping(LoginAttempt attempt) {
    if (get(ofUserAndSource, attempt.key()).count() < OF_USER.free()) {
      forgive(attempt);
    }
  }
}
