package dev.vitrine.cli;

import java.time.Instant;
import org.jline.reader.impl.history.DefaultHistory;

/** Remembers what was typed, without its passwords, neither in memory nor in the file. */
final class MaskedHistory extends DefaultHistory {
  @Override
  public void add(Instant time, String line) {
    super.add(time, Passwords.maskLine(line));
  }
}
