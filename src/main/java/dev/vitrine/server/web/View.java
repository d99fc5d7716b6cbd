package dev.vitrine.server.web;

import java.util.List;

/** A page or a part of one: the model of a template. */
public non-sealed interface View extends WebResponse {
  /** The path of the template under {@code src/main/jte}. */
  String template();

  /** The title of the page, without the name of the product. */
  String title();

  /** The HTTP status. */
  default int status() {
    return 200;
  }

  /**
   * The name of the object that the page shows, from the catalog down; empty for pages without one.
   * The tree is open there.
   */
  default List<String> place() {
    return List.of();
  }

  /** Whether the template is a part of a page, without layout. */
  default boolean isFragment() {
    return false;
  }
}
