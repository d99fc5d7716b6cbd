package dev.vitrine.server.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import io.javalin.http.HandlerType;
import java.util.List;

/** Refuses MLflow's calls for prompts with a sentence, so that clients do not try them again. */
public final class PromptEndpoints {
  private PromptEndpoints() {}

  /** Adds them. */
  public static void add(Api api) {
    List<String> paths =
        List.of("/prompts", "/prompts/<path>", "/prompt-versions", "/prompt-versions/<path>");
    List<HandlerType> methods =
        List.of(HandlerType.GET, HandlerType.POST, HandlerType.PATCH, HandlerType.DELETE);
    for (String path : paths) {
      for (HandlerType method : methods) {
        api.answer(method, ModelEndpoints.PREFIX + path, PromptEndpoints::refuse);
      }
    }
  }

  private static JsonNode refuse(Exchange exchange) {
    throw new VitrineException(
            ErrorCode.UNSUPPORTED_FEATURE,
            "Vitrine does not store prompts: "
                + exchange.context().method()
                + " of prompts is not supported.")
        .withHint("Keep prompts in an MLflow tracking server, with another registry URI.");
  }
}
