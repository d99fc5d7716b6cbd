package dev.vitrine.server.web.form;

import java.util.List;

/**
 * The form of a change.
 *
 * @param text a sentence on what the change does, or empty
 * @param submit the label of its button
 * @param danger whether it removes something
 */
public record Dialog(String title, String text, List<Field> fields, String submit, boolean danger) {
  public Dialog {
    fields = List.copyOf(fields);
  }
}
