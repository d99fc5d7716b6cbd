package dev.vitrine.server.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.util.Map;

/**
 * Renders views with the templates that were generated at build. Safe for use by several threads.
 */
final class Templates {
  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          Templates.class.getClassLoader(),
          Templates.class.getPackageName() + ".template");

  private Templates() {}

  static byte[] render(View view, PageFrame frame) {
    Utf8ByteOutput html = new Utf8ByteOutput();
    ENGINE.render(view.template(), Map.of("frame", frame, "page", view), html);
    return html.toByteArray();
  }
}
