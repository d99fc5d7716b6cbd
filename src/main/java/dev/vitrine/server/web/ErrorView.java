package dev.vitrine.server.web;

import dev.vitrine.error.VitrineException;
import java.util.List;

/**
 * The page of an error.
 *
 * @param title such as "Not found"
 */
public record ErrorView(int status, String title, Notice error, boolean isFragment)
    implements View {
  /** The page of a condition. */
  static ErrorView of(VitrineException error, boolean fragment) {
    int status = error.code().rest().status();
    return new ErrorView(status, title(status), Notice.error(error), fragment);
  }

  /** The page of a refusal by the HTTP server. */
  public static ErrorView of(int status, String problem) {
    return new ErrorView(status, title(status), new Notice(problem, "", "", ""), false);
  }

  private static String title(int status) {
    return switch (status) {
      case 401 -> "Sign in";
      case 403 -> "Not permitted";
      case 404 -> "Not found";
      case 405 -> "Not supported";
      case 409, 503 -> "Try again";
      default -> status >= 500 ? "Error of the server" : "This did not work";
    };
  }

  @Override
  public String template() {
    return "error.jte";
  }

  @Override
  public List<String> place() {
    return List.of();
  }
}
