package dev.vitrine.server.web.content;

import gg.jte.Content;
import gg.jte.TemplateOutput;

/**
 * HTML that a template may contain without escaping. Only this package makes it, from the output of
 * the sanitizer, so that no template needs {@code $unsafe}.
 */
public final class SafeHtml implements Content {
  private final String html;

  SafeHtml(String html) {
    this.html = html;
  }

  @Override
  public void writeTo(TemplateOutput output) {
    output.writeContent(html);
  }

  @Override
  public boolean isEmptyContent() {
    return html.isEmpty();
  }

  /** The HTML. */
  @Override
  public String toString() {
    return html;
  }
}
