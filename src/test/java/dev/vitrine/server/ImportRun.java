package dev.vitrine.server;

import dev.vitrine.cli.migrate.ImportCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The result of one run of the command import in this process. */
record ImportRun(int status, String text) {
  /**
   * Runs the command as the user {@code importer} of the target.
   *
   * @param environment credentials for the source
   */
  static ImportRun run(
      Map<String, String> environment,
      String source,
      TestServer target,
      String schema,
      String... options) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("VITRINE_USER", "importer");
    all.put("VITRINE_PASSWORD", TestServer.PASSWORD);
    List<String> arguments =
        new ArrayList<>(List.of(source, "--into", schema, "--server", target.httpUrl()));
    arguments.addAll(List.of(options));
    return run(all, arguments);
  }

  /** Runs the command. */
  static ImportRun run(Map<String, String> environment, List<String> arguments) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    int status =
        new CommandLine(new ImportCommand(environment, () -> 0))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(out)
            .setErr(out)
            .execute(arguments.toArray(String[]::new));
    out.flush();
    return new ImportRun(status, text.toString());
  }
}
