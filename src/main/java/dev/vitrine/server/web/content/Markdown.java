package dev.vitrine.server.web.content;

import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Markdown (CommonMark with tables) as safe HTML: HTML in the text is shown as text, images as
 * their description, and links have only addresses that {@link LinkTargets} allows. A text that is
 * too long, or whose HTML would be, is shown without format.
 */
public final class Markdown {
  /** Characters of a text with format; comments have at most 65,536. */
  private static final int MOST_CHARACTERS = 1 << 16;

  /** Characters of HTML for one text. References and table cells can multiply a text. */
  private static final int MOST_HTML = 1 << 19;

  /** Blocks inside blocks, and inlines inside inlines. */
  private static final int MOST_NESTING = 20;

  /**
   * Lines times columns of a text with tables: the parser fills up each row to the length of its
   * header.
   */
  private static final int MOST_CELLS = 20_000;

  /**
   * Characters that can open a link, an image or an emphasis. The parser's time grows with the
   * square of their number in one paragraph.
   */
  private static final int MOST_DELIMITERS = 20_000;

  private static final List<Extension> TABLES = List.of(TablesExtension.create());

  private static final Parser WITH_TABLES = parser(TABLES);
  private static final Parser WITHOUT_TABLES = parser(List.of());

  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().extensions(TABLES).escapeHtml(true).build();

  private static final PolicyFactory POLICY =
      new HtmlPolicyBuilder()
          .allowElements(
              "p",
              "br",
              "hr",
              "h2",
              "h3",
              "h4",
              "h5",
              "h6",
              "em",
              "strong",
              "code",
              "pre",
              "blockquote",
              "ul",
              "ol",
              "li",
              "table",
              "thead",
              "tbody",
              "tr",
              "th",
              "td",
              "a")
          .allowUrlProtocols("http", "https", "mailto")
          .allowAttributes("href")
          .matching(
              (String element, String attribute, String value) ->
                  LinkTargets.allowed(value).orElse(null))
          .onElements("a")
          .allowAttributes("start")
          .matching(Pattern.compile("[0-9]{1,9}"))
          .onElements("ol")
          .allowAttributes("align")
          .matching(false, "left", "center", "right")
          .onElements("th", "td")
          .requireRelsOnLinks("nofollow", "noopener")
          .toFactory();

  private Markdown() {}

  private static Parser parser(List<Extension> extensions) {
    return Parser.builder()
        .extensions(extensions)
        .maxOpenBlockParsers(MOST_NESTING)
        .maxInlineNesting(MOST_NESTING)
        .build();
  }

  /** The HTML of a text; its headings begin at the second level, below that of the page. */
  public static SafeHtml html(String text) {
    if (text.length() > MOST_CHARACTERS || delimiters(text) > MOST_DELIMITERS) {
      return plain(text);
    }
    Node document = (cells(text) > MOST_CELLS ? WITHOUT_TABLES : WITH_TABLES).parse(text);
    document.accept(new SafeNodes());
    BoundedText html = new BoundedText(MOST_HTML);
    try {
      RENDERER.render(document, html);
    } catch (BoundedText.FullException exception) {
      return plain(text);
    }
    return new SafeHtml(POLICY.sanitize(html.toString()));
  }

  /** A text without format, whose lines are kept. */
  public static SafeHtml plain(String text) {
    StringBuilder html = new StringBuilder("<pre>");
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&#34;");
        case '\'' -> html.append("&#39;");
        default -> html.append(character);
      }
    }
    return new SafeHtml(POLICY.sanitize(html.append("</pre>").toString()));
  }

  private static long delimiters(String text) {
    return text.chars().filter(character -> "[]!*_<`&".indexOf(character) >= 0).count();
  }

  /** The largest number of columns in a line, times the number of lines. */
  private static long cells(String text) {
    long lines = 1;
    long columns = 0;
    long most = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '|') {
        columns++;
        most = Math.max(most, columns);
      } else if (character == '\n' || character == '\r') {
        lines++;
        columns = 0;
      }
    }
    return lines * (most + 1);
  }
}
