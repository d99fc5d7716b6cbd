package dev.vitrine.registry.task;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.tree.Imported;
import dev.vitrine.store.securable.ImportedVersion;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Number, author and time of versions that are imported. */
public final class ImportedVersions {
  /** Highest number; far below BIGINT, so that the numbers of later versions never overflow. */
  private static final long HIGHEST = 1_000_000_000;

  /** The last year that all clients can show. */
  private static final int LAST_YEAR = 9999;

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd[ ]['T']HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern("['Z']")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private ImportedVersions() {}

  /**
   * The checked values.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when one cannot be stored
   */
  public static ImportedVersion check(Imported imported) {
    if (imported.version() < 1 || imported.version() > HIGHEST) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The number of an imported version cannot be " + imported.version() + ".")
          .withHint("It is from 1 to " + HIGHEST + ".");
    }
    return new ImportedVersion(
        imported.version(), Texts.AUTHOR.check(imported.author()), time(imported.created()));
  }

  private static LocalDateTime time(String text) {
    try {
      LocalDateTime time = LocalDateTime.parse(text, TIME).truncatedTo(ChronoUnit.MILLIS);
      if (time.getYear() < 1 || time.getYear() > LAST_YEAR) {
        throw noTime();
      }
      return time;
    } catch (DateTimeParseException exception) {
      throw noTime().withCause(exception);
    }
  }

  private static VitrineException noTime() {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "The time of creation of an imported version is not a timestamp.")
        .withHint("Write it in UTC, like '2024-05-01 12:30:00.000'.");
  }

  /**
   * Locks the model and requires that the number is above every number that was used.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is not
   */
  public static void requireUnused(
      ImportedVersion imported, ResolvedObject model, TaskContext context) {
    context.securables().lock(model.type(), model.id());
    long last = context.versions().lastNumber(model.id());
    if (imported.number() <= last) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "Model '"
                  + model.fullName()
                  + "' cannot import version "
                  + imported.number()
                  + ": the number is not above all numbers used so far.")
          .withHint("The highest number used is " + last + ". Import versions in ascending order.");
    }
  }
}
