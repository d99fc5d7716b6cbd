package dev.vitrine.cli.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log: on standard error, warnings and errors only, unless a server logs more. A Logback
 * configuration file overrides this class.
 */
@ConfiguratorRank(ConfiguratorRank.FALLBACK + 1)
public final class LogSettings extends ContextAwareBase implements Configurator {
  /** Format of the lines. */
  enum Format {
    TEXT,
    JSON
  }

  /** Log level of a server. */
  enum Detail {
    ERROR(Level.ERROR),
    WARN(Level.WARN),
    INFO(Level.INFO),
    DEBUG(Level.DEBUG);

    private final Level level;

    Detail(Level level) {
      this.level = level;
    }
  }

  private static final String SERVER = "dev.vitrine.server";

  /** Messages are quoted and kept in one line to prevent log injection. */
  private static final String PATTERN =
      "time=%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\",UTC} level=%level logger=%logger{0}"
          + "%replace( request=%mdc{request}){'^ request=$',''}"
          + " message=\"%replace(%replace(%msg){'[\\r\\n]+',' '}){'\"','\\''}\""
          + "%replace( %kvp{NONE}){'^ $',''}%n%ex";

  private static final String APPENDER = "stderr";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    apply(context, Format.TEXT, Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Configures the log of a server, unless a Logback file does. */
  static void serve(Format format, Detail detail) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER) != null) {
      apply(context, format, detail.level);
    }
  }

  private static void apply(LoggerContext context, Format format, Level ofServer) {
    EncoderBase<ILoggingEvent> encoder =
        switch (format) {
          case TEXT -> text();
          case JSON -> json();
        };
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setName(APPENDER);
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
    root.setLevel(ofServer.isGreaterOrEqual(Level.WARN) ? ofServer : Level.WARN);
    context.getLogger(SERVER).setLevel(ofServer);
  }

  private static PatternLayoutEncoder text() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern(PATTERN);
    return encoder;
  }

  private static JsonEncoder json() {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMarkers(false);
    encoder.setWithMessage(false);
    encoder.setWithFormattedMessage(true);
    encoder.setWithArguments(false);
    return encoder;
  }
}
