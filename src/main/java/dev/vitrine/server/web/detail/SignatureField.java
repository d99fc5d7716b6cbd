package dev.vitrine.server.web.detail;

/**
 * An input, output or parameter of a model.
 *
 * @param name empty for columns without names
 * @param type with the shape, if there is one
 * @param required YES, NO or empty
 * @param defaultValue of a parameter, as JSON; otherwise empty
 */
public record SignatureField(String name, String type, String required, String defaultValue) {

  /** The type, and whether a value is required, as one text. */
  String summary() {
    return type
        + (required.equals("NO") ? ", optional" : "")
        + (defaultValue.isEmpty() ? "" : ", default " + defaultValue);
  }
}
