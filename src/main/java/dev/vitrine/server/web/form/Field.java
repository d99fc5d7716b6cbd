package dev.vitrine.server.web.form;

import java.util.List;
import java.util.Optional;

/**
 * One field of a dialog. Immutable.
 *
 * @param name of the form's field
 * @param hint a sentence below the field, or empty
 * @param suggestions for a text
 * @param draft address of the same form with a draft in the field, or empty
 * @param service a service that rewrites the text of the field, if there is one
 */
public record Field(
    Kind kind,
    String name,
    String label,
    String value,
    String hint,
    boolean required,
    List<String> suggestions,
    String draft,
    Optional<Service> service) {
  public Field {
    suggestions = List.copyOf(suggestions);
  }

  /** How a field is shown. */
  public enum Kind {
    TEXT,
    AREA,
    SECRET,
    CHECKBOX,
    HIDDEN
  }

  private static Field of(Kind kind, String name, String label) {
    return new Field(kind, name, label, "", "", false, List.of(), "", Optional.empty());
  }

  /** One line of text. */
  public static Field text(String name, String label) {
    return of(Kind.TEXT, name, label);
  }

  /** Several lines of text. */
  public static Field area(String name, String label) {
    return of(Kind.AREA, name, label);
  }

  /** A password or token, which is never sent back to the browser. */
  public static Field secret(String name, String label) {
    return of(Kind.SECRET, name, label);
  }

  /** A box that is checked or not. */
  public static Field checkbox(String name, String label) {
    return of(Kind.CHECKBOX, name, label);
  }

  /** A value that is not shown. */
  public static Field hidden(String name, String value) {
    return of(Kind.HIDDEN, name, name).value(value);
  }

  /** The same field with a value; a checkbox is checked if it is not empty. */
  public Field value(String value) {
    return new Field(kind, name, label, value, hint, required, suggestions, draft, service);
  }

  /** The same field with a sentence below it. */
  public Field hint(String hint) {
    return new Field(kind, name, label, value, hint, required, suggestions, draft, service);
  }

  /** The same field, which must not be empty. */
  public Field need() {
    return new Field(kind, name, label, value, hint, true, suggestions, draft, service);
  }

  /** The same field with a link to the form with a draft. */
  public Field draft(String draft) {
    return new Field(kind, name, label, value, hint, required, suggestions, draft, service);
  }

  /** The same field with a service that rewrites its text. */
  public Field service(Service other) {
    return new Field(
        kind, name, label, value, hint, required, suggestions, draft, Optional.of(other));
  }

  /** The same field with suggestions. */
  public Field suggestions(List<String> suggestions) {
    return new Field(kind, name, label, value, hint, required, suggestions, draft, service);
  }

  /** The same field with the text that was sent; secret and hidden fields stay as they are. */
  public Field posted(String text) {
    return kind == Kind.SECRET || kind == Kind.HIDDEN ? this : value(text);
  }
}
