package dev.vitrine.statement.build;

import java.time.LocalDateTime;
import org.antlr.v4.runtime.Token;

/** The values of the {@code ?} of a statement while its record is built. */
interface ParameterSource {
  /** The string that {@code mark}, a {@code ?}, stands for. */
  String string(Token mark);

  /** The time, in UTC, that {@code mark} stands for. */
  LocalDateTime time(Token mark);

  /** The name, or dotted names, that IDENTIFIER(?) stands for. */
  String name(Token mark);

  /** The number that {@code mark} stands for. */
  double decimal(Token mark);

  /** The whole number that {@code mark} stands for. */
  long number(Token mark);
}
