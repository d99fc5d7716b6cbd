package dev.vitrine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.cli.server.SecretFile;
import dev.vitrine.error.VitrineException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Where the options of a server come from, and which of them wins. */
final class ServerOptionsTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(printed, true, UTF_8);

  private Path config(String... lines) throws Exception {
    return Files.write(folder.resolve("vitrine.properties"), List.of(lines));
  }

  private CommandLine parsed(Map<String, String> environment, String... options) {
    List<String> arguments = new ArrayList<>(List.of("server"));
    arguments.addAll(List.of(options));
    String[] all = arguments.toArray(new String[0]);
    CommandLine shell = Main.commandLine(err, err, environment, all);
    shell.parseArgs(all);
    return shell.getSubcommands().get("server");
  }

  private Object value(Map<String, String> environment, String option, String... options) {
    return parsed(environment, options).getCommandSpec().findOption(option).getValue();
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentOverTheFile() throws Exception {
    String file = config("port = 7001", "host=192.0.2.1").toString();
    Map<String, String> environment = Map.of("VITRINE_PORT", "7002");
    assertThat(value(Map.of(), "--port")).isEqualTo(8080);
    assertThat(value(Map.of(), "--port", "--config", file)).isEqualTo(7001);
    assertThat(value(Map.of("VITRINE_CONFIG", file), "--port")).isEqualTo(7001);
    assertThat(value(environment, "--port", "--config", file)).isEqualTo(7002);
    assertThat(value(environment, "--port", "--config=" + file, "--port", "7003")).isEqualTo(7003);
    assertThat(value(environment, "--host", "--config", file)).isEqualTo("192.0.2.1");
  }

  private static boolean isNumber(OptionSpec option) {
    return option.type() == int.class || option.type() == long.class;
  }

  @Test
  void everyOptionMayStandInTheFile() throws Exception {
    List<String> lines = new ArrayList<>();
    List<OptionSpec> options =
        parsed(Map.of()).getCommandSpec().options().stream()
            .filter(option -> !option.usageHelp() && !option.versionHelp())
            .filter(option -> !option.longestName().equals("--config"))
            .toList();
    assertThat(options).hasSizeGreaterThan(20);
    for (OptionSpec option : options) {
      String key = option.longestName().substring(2);
      boolean number = isNumber(option);
      boolean yes = option.type() == boolean.class;
      boolean word = option.type().isEnum();
      lines.add(
          key
              + "="
              + (number ? "7" : yes ? "true" : word ? option.type().getEnumConstants()[1] : "x:y"));
    }
    CommandLine command =
        parsed(Map.of(), "--config", config(lines.toArray(new String[0])).toString());
    for (OptionSpec option : options) {
      assertThat(command.getCommandSpec().findOption(option.longestName()).getValue().toString())
          .as(option.longestName())
          .containsIgnoringCase(
              isNumber(option)
                  ? "7"
                  : option.type() == boolean.class
                      ? "true"
                      : option.type().isEnum()
                          ? option.type().getEnumConstants()[1].toString()
                          : "x:y");
    }
  }

  @Test
  void dotsAndDashesAreTheSame() throws Exception {
    String file = config("oidc.create-users=true", "max_connections=5").toString();
    assertThat(value(Map.of(), "--oidc-create-users", "--config", file)).isEqualTo(true);
    assertThat(value(Map.of(), "--max-connections", "--config", file)).isEqualTo(5);
  }

  @Test
  void severalProxiesAreDividedByCommas() throws Exception {
    String file = config("trusted-proxy=192.0.2.1,198.51.100.0/24").toString();
    assertThat(value(Map.of(), "--trusted-proxy", "--config", file))
        .isEqualTo(List.of("192.0.2.1", "198.51.100.0/24"));
  }

  @Test
  void unknownOptionsAreRefused() throws Exception {
    assertWrong(config("prot=1"), "'prot', which is not an option", "Did you mean port?");
    assertWrong(config("nonsense=1"), "'nonsense'", "vitrine server --help");
    assertWrong(config("config=x"), "'config'");
    assertWrong(config("help=true"), "'help'");
    assertWrong(config("tls.cert=a", "tls-cert=b"), "'tls-cert' twice");
    assertWrong(folder.resolve("none"), "cannot be read");
    assertThat(Main.run(err, err, "server", "--config", folder.resolve("none").toString()))
        .isEqualTo(2);
    assertThat(printed.toString(UTF_8)).contains("cannot be read").doesNotContain("\tat ");
  }

  private void assertWrong(Path file, String... messages) {
    assertThatThrownBy(() -> parsed(Map.of(), "--config", file.toString()))
        .isInstanceOf(VitrineException.class)
        .hasMessageContainingAll(messages);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--port 70000",
        "--lock-seconds 0",
        "--lock-seconds 3601",
        "--port x",
        "--tls-cert a.pem",
        "--tls-keystore a.p12",
        "--tls-keystore a.p12 --tls-cert a --tls-key b",
        "--tls-keystore-password-file a",
        "--oidc-issuer https://a",
        "--oidc-groups-claim groups",
        "--oidc-create-users",
        "--oidc-client-id vitrine",
        "--oidc-client-secret-file none",
        "--oidc-issuer https://a --oidc-audience b --oidc-keys https://a/k"
            + " --oidc-client-id vitrine --oidc-client-secret-file none",
        "--ai-endpoint https://ai.example.com/v1/chat/completions",
        "--ai-model m",
        "--ai-key-file none",
        "--ai-endpoint http://ai.example.com/v1/chat/completions --ai-model m",
        "--ai-endpoint ftp://localhost/v1 --ai-model m",
        "--ai-endpoint https://localhost/v1 --ai-model m --ai-key-file none",
        "--trusted-proxy nowhere.invalid/x",
        "--public-url models.example.com",
        "--store-password-file a",
        "--admin-password-file none",
        "--log-format xml",
        "--host 0.0.0.0"
      })
  void misuseEndsWithTwoAndASentence(String options) {
    List<String> arguments = new ArrayList<>(List.of("server", "--store", "jdbc:vitrine:mem:no"));
    arguments.addAll(List.of(options.split(" ")));
    assertThat(Main.run(err, err, arguments.toArray(new String[0]))).isEqualTo(2);
    assertThat(printed.toString(UTF_8)).isNotBlank().doesNotContain("\tat ", "Exception");
  }

  @ParameterizedTest
  @CsvSource({
    "--port,65536,0 to 65535",
    "--port,-1,0 to 65535",
    "--lock-seconds,3601,1 to 3600",
    "--idle-minutes,0,at least 1",
    "--max-connections,0,at least 1",
    "--max-sockets,0,at least 1",
    "--max-sockets-of-source,0,at least 1",
    "--stop-seconds,-1,at least 0",
    "--statement-seconds,-1,at least 0",
    "--store-connections,7,at least 8",
    "--idle-transaction-seconds,-1,at least 0"
  })
  void numbersOutOfRangeAreNamed(String option, String number, String range) {
    assertThat(Main.run(err, err, "server", "--store", "jdbc:vitrine:mem:no", option, number))
        .isEqualTo(2);
    assertThat(printed.toString(UTF_8))
        .contains(
            "The number of "
                + option
                + " is out of range: "
                + number
                + ". It must be "
                + range
                + ".");
  }

  @Test
  void helpListsEveryOption() {
    assertThat(Main.run(err, err, "server", "--help")).isZero();
    String help = printed.toString(UTF_8);
    parsed(Map.of())
        .getCommandSpec()
        .options()
        .forEach(option -> assertThat(help).contains(option.longestName()));
    assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void aSecretIsAllOfItsFileButTheEndOfTheLine() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "open sesame\n");
    assertThat(SecretFile.read(file)).isEqualTo("open sesame");
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    assertThatThrownBy(() -> SecretFile.read(empty)).hasMessageContaining("is empty");
  }
}
