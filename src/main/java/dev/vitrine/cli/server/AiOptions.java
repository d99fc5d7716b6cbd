package dev.vitrine.cli.server;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.ServerSettings;
import dev.vitrine.server.web.draft.AiEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of the service that drafts descriptions. */
final class AiOptions {
  @Option(
      names = "--ai-endpoint",
      paramLabel = "URL",
      description =
          "Let users of the web pages send the draft of a description to this URL of OpenAI's chat"
              + " completions interface. Requires --ai-model. Without this option, nothing is sent.")
  private Optional<URI> endpoint = Optional.empty();

  @Option(
      names = "--ai-model",
      paramLabel = "NAME",
      description = "Language model for --ai-endpoint.")
  private Optional<String> model = Optional.empty();

  @Option(
      names = "--ai-key-file",
      paramLabel = "FILE",
      description = "File with the API key for --ai-endpoint. Default: none.")
  private Optional<Path> keyFile = Optional.empty();

  /** The settings, with the service if one is set. */
  ServerSettings in(ServerSettings settings) {
    if (endpoint.isPresent() != model.isPresent() || (endpoint.isEmpty() && keyFile.isPresent())) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "--ai-endpoint and --ai-model must be set together, and --ai-key-file only with them.")
          .withHint("See vitrine server --help.");
    }
    return endpoint
        .map(url -> new AiEndpoint(url, model.orElseThrow(), keyFile.map(SecretFile::read)))
        .map(settings::withAi)
        .orElse(settings);
  }
}
