package dev.vitrine.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.catalog.text.SimilarWords;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Defaults of server options: environment variables, then the properties file. */
public final class ServerDefaults implements IDefaultValueProvider {
  private static final String PREFIX = "VITRINE_";
  private static final String DASHES = "--";

  private final Map<String, String> environment;
  private final Map<String, String> file;

  private ServerDefaults(Map<String, String> environment, Map<String, String> file) {
    this.environment = environment;
    this.file = file;
  }

  /** The one option that must be known before the others. */
  private static final class ConfigOption {
    static final String NAME = "--config";

    @Option(names = NAME)
    private @Nullable Path file;
  }

  /**
   * Reads the properties file, if the arguments or the environment name one.
   *
   * @param server the command with the options
   * @throws VitrineException INVALID_PARAMETER_VALUE when the file does not exist or has an unknown
   *     option
   */
  public static ServerDefaults read(
      CommandSpec server, Map<String, String> environment, String... arguments) {
    ConfigOption config = new ConfigOption();
    new CommandLine(config).setUnmatchedArgumentsAllowed(true).parseArgs(arguments);
    Optional<Path> path =
        Optional.ofNullable(config.file)
            .or(() -> Optional.ofNullable(environment.get(variable("config"))).map(Path::of));
    return new ServerDefaults(environment, path.map(name -> read(name, server)).orElse(Map.of()));
  }

  private static Map<String, String> read(Path path, CommandSpec server) {
    List<String> known =
        server.options().stream()
            .filter(option -> !option.usageHelp() && !option.versionHelp())
            .map(ServerDefaults::key)
            .filter(key -> !key.equals(ConfigOption.NAME.substring(DASHES.length())))
            .toList();
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path, UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The configuration " + path + " cannot be read.")
          .withCause(e)
          .withHint("It is a file of lines such as port=8080.");
    }
    Map<String, String> values = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      String key = name.replace('.', '-').replace('_', '-').toLowerCase(Locale.ROOT);
      if (!known.contains(key)) {
        throw new VitrineException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The configuration " + path + " has '" + name + "', which is not an option.")
            .withHint(
                SimilarWords.closest(key, known)
                    .map(similar -> "Did you mean " + similar + "?")
                    .orElse("Keys are the options of vitrine server --help, without the dashes."));
      }
      if (values.put(key, properties.getProperty(name).strip()) != null) {
        throw new VitrineException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The configuration " + path + " has '" + key + "' twice.")
            .withHint("Remove one of them; dots, dashes and underscores are equivalent.");
      }
    }
    return values;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String key = key(option);
    String ofEnvironment = environment.get(variable(key));
    return ofEnvironment != null ? ofEnvironment : file.get(key);
  }

  private static String key(OptionSpec option) {
    return option.longestName().substring(DASHES.length());
  }

  private static String variable(String key) {
    return PREFIX + key.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
