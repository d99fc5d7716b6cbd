package dev.vitrine.cli.shell;

import dev.vitrine.cli.script.Passwords;
import java.time.Instant;
import org.jline.reader.impl.history.DefaultHistory;

/** The history of typed statements; passwords are masked in memory and in the file. */
final class MaskedHistory extends DefaultHistory {
  @Override
  public void add(Instant time, String line) {
    super.add(time, Passwords.maskLine(line));
  }
}
