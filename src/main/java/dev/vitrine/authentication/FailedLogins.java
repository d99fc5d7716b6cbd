package dev.vitrine.authentication;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts wrong passwords by user and by source. Behind the first few, each makes the next attempt
 * wait, twice as long every time; attempts that do not wait are refused unseen. Forgets after a
 * while, and has room for so many. Safe for use by several threads.
 */
final class FailedLogins {
  /** Nobody mistypes a password more often. */
  private static final int FREE_OF_USER = 5;

  /** Many users can share an address. */
  private static final int FREE_OF_SOURCE = 20;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Duration MEMORY = Duration.ofHours(1);
  private static final long ROOM = 20_000;

  private final Clock clock;
  private final Cache<String, Failures> ofUser;
  private final Cache<String, Failures> ofSource;

  private record Failures(int count, Instant last) {
    private Optional<Duration> waiting(int free, Instant now) {
      if (count < free) {
        return Optional.empty();
      }
      int doublings =
          Math.min(count - free, Long.SIZE - Long.numberOfLeadingZeros(LONGEST_WAIT.toSeconds()));
      Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
      Instant until = last.plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
      return Optional.of(Duration.between(now, until))
          .filter(rest -> !rest.isNegative() && !rest.isZero());
    }
  }

  FailedLogins(Clock clock) {
    this.clock = clock;
    this.ofUser = BoundedMemory.of(clock, MEMORY, ROOM).build();
    this.ofSource = BoundedMemory.of(clock, MEMORY, ROOM).build();
  }

  /** How long the user has to wait, if at all. */
  Optional<Duration> waitOfUser(LoginAttempt attempt) {
    return waiting(ofUser, attempt.userKey(), FREE_OF_USER);
  }

  /** How long everybody at the source has to wait, if at all. */
  Optional<Duration> waitOfSource(LoginAttempt attempt) {
    return waiting(ofSource, attempt.source().key(), FREE_OF_SOURCE);
  }

  private Optional<Duration> waiting(Cache<String, Failures> failures, String key, int free) {
    return Optional.ofNullable(failures.getIfPresent(key))
        .flatMap(known -> known.waiting(free, clock.instant()));
  }

  /** Counts a wrong password. */
  void count(LoginAttempt attempt) {
    count(ofUser, attempt.userKey());
    if (attempt.source().isKnown()) {
      count(ofSource, attempt.source().key());
    }
  }

  private void count(Cache<String, Failures> failures, String key) {
    Failures one = new Failures(1, clock.instant());
    failures.asMap().merge(key, one, (known, more) -> new Failures(known.count() + 1, more.last()));
  }

  /**
   * Forgets the user's failures, who has proved to be the user; the source's too, but not those of
   * other users there: one's own password is no way to go on guessing those of others.
   */
  void forgive(LoginAttempt attempt) {
    Failures forgiven = ofUser.asMap().remove(attempt.userKey());
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
}
