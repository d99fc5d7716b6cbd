package dev.vitrine.server.web.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Comments in Markdown: the format that is shown, and that hostile text is inert and cheap. */
final class MarkdownTest {
  private static final Pattern TAG = Pattern.compile("<[^>]*>?");

  /** Every tag that may be in the output, with every attribute that it may have. */
  private static final Pattern ALLOWED =
      Pattern.compile(
          "</?(p|br|hr|h[2-6]|em|strong|code|pre|blockquote|[uo]l|li|table|thead|tbody|tr|th|td)( /)?>"
              + "|</a>"
              + "|<(th|td) align=\"(left|center|right)\">"
              + "|<ol start=\"[0-9]+\">"
              + "|<a href=\"(https?:|mailto:|/(?![/\\\\]))[^\"<>\\s]*\" rel=\"nofollow noopener\">"
              + "|<!-- -->");

  @Test
  void formats() {
    assertThat(html("# Title\n\nSome **bold** *text* and `code`.\n\n- a\n- b\n\n3. c\n"))
        .isEqualTo(
            """
            <h2>Title</h2>
            <p>Some <strong>bold</strong> <em>text</em> and <code>code</code>.</p>
            <ul><li>a</li><li>b</li></ul>
            <ol start="3"><li>c</li></ol>
            """);
  }

  @Test
  void headingsSkipNoLevel() {
    assertThat(html("### a\n# b\n###### c\n## d\n").replaceAll("[^h2-6]+", " ").strip())
        .isEqualTo("h2 h2 h2 h2 h3 h3 h3 h3");
  }

  @Test
  void tablesHaveAlignedColumns() {
    assertThat(html("|a|b|\n|:-|-:|\n|1|2|\n"))
        .isEqualTo(
            "<table><thead><tr><th align=\"left\">a</th><th align=\"right\">b</th></tr></thead>"
                + "<tbody><tr><td align=\"left\">1</td><td align=\"right\">2</td></tr></tbody>"
                + "</table>\n");
  }

  @Test
  void linksLeadToTheWebToMailAndToPagesOfTheRegistry() {
    assertThat(html("[a](https://example.com/x?y=1) [b](/models/c.s.m) [c](mailto:a@example.com)"))
        .contains("<a href=\"https://example.com/x?y&#61;1\" rel=\"nofollow noopener\">a</a>")
        .contains("<a href=\"/models/c.s.m\" rel=\"nofollow noopener\">b</a>")
        .contains("<a href=\"mailto:a&#64;example.com\" rel=\"nofollow noopener\">c</a>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#10;script:alert(1)",
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "<java\tscript:alert(1)>",
        "\u0001javascript:alert(1)",
        "java\u200bscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "blob:https://example.com/1",
        "//evil.example/x",
        "/\\evil.example",
        "\\\\evil.example",
        "/signout",
        "/api/2.0/sql/statements",
        "/models/../signout\u202e",
        "relative/page",
        "#top"
      })
  void otherLinksAreText(String address) {
    String html = html("[label](" + address + ")");
    assertThat(html).contains("label").doesNotContain("<a");
    assertInert(html);
    assertThat(html("[label]\n\n[label]: " + address)).doesNotContain("<a");
  }

  @Test
  void imagesAreShownAsTheirDescription() {
    assertThat(html("![a **chart**](https://example.com/pixel.png) ![x](/assets/y.svg)"))
        .isEqualTo("<p>a <strong>chart</strong> x</p>\n");
  }

  static Stream<String> hostile() {
    return Stream.of(
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><a xlink:href=javascript:alert(1)>",
        "<math><mtext></p><style><img src=x onerror=alert(1)></style>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<form action=/signout method=post><button>x</button></form>",
        "<div style='position:fixed;inset:0' onclick=alert(1)>",
        "<style>body{display:none}</style>",
        "<meta http-equiv=refresh content='0;url=//evil.example'><base href=//evil.example>",
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "</pre></div></main><script>alert(1)</script>",
        "```\"><script>alert(1)</script>\nx\n```",
        "```html onclick=alert(1)\n<script>\n```",
        "[x](https://example.com/\"onmouseover=alert(1) 'title\" onclick=alert(1)')",
        "[x](<https://example.com/\" onmouseover=\"alert(1)>)",
        "<https://example.com/\"onclick=alert(1)>",
        "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
        "`<script>alert(1)</script>`",
        "|<script>alert(1)</script>|\n|-|\n|<img src=x onerror=alert(1)>|",
        "\u202etxt.exe\u202c \u2066isolate \u200f right to left",
        "${1+1} #{2} {{3}} @if(true) <%= 4 %> $unsafe{5} !{6}",
        "\u0000<scr\u0000ipt>alert(1)</scr\u0000ipt>",
        "\ud800 lone surrogate \udfff <b onclick=alert(1)>");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileTextIsInert(String text) {
    assertInert(html(text));
    assertInert(html("> - " + text + "\n\n**" + text + "**"));
    assertInert(Markdown.plain(text).toString());
  }

  static Stream<String> pathological() {
    return Stream.of(
            "[",
            "![",
            "](",
            "[a](",
            "[a](<b",
            "a]",
            "[]",
            "*a **a ",
            "**a*",
            "a__b_",
            "*_",
            "`a``",
            "<a ",
            "<![CDATA[",
            "<!A ",
            "<?",
            "&a",
            "&#1",
            "> ",
            ">",
            "- ",
            "1. ",
            "* a\n",
            "[a]: u\n",
            "| ",
            "|-|\n",
            "|",
            "\\",
            "\t",
            "~~~\n",
            "#",
            "<https:",
            "\n\n    x",
            "\u202e")
        .map(part -> part.repeat((1 << 16) / part.length()));
  }

  /** The deadline is far above the time of the slowest text, which is below a second. */
  @ParameterizedTest
  @MethodSource("pathological")
  @Timeout(60)
  void pathologicalTextIsCheap(String text) {
    for (String part : new String[] {text, text.substring(0, 19_990), "a " + text}) {
      String html = html(part);
      assertThat(html.length()).isLessThan(1 << 20);
      assertInert(html);
    }
  }

  @Test
  @Timeout(60)
  void nestedBracketsAreText() {
    String text = "[".repeat(10_000) + "x" + "]".repeat(10_000);
    assertThat(html(text)).isEqualTo("<p>" + text + "</p>\n");
  }

  @Test
  @Timeout(60)
  void wideTablesAreNotFilledUp() {
    String text = "|a".repeat(8_000) + "|\n" + "|-".repeat(8_000) + "|\n" + "|x|\n".repeat(8_000);
    assertThat(html(text)).doesNotContain("<table").hasSizeLessThan(1 << 18);
  }

  @Test
  @Timeout(60)
  void repeatedReferencesDoNotMultiplyTheText() {
    String html =
        html("[x]: https://example.com/" + "u".repeat(1_900) + "\n\n" + "[x] ".repeat(4_500));
    assertThat(html).contains("<a ").hasSizeLessThan(1 << 19);
    assertInert(html);
  }

  @Test
  void longTextHasNoFormat() {
    assertThat(html("**a** ".repeat(11_000))).startsWith("<pre>**a** **a**").doesNotContain("<p>");
  }

  private static String html(String text) {
    // The sanitizer writes the two words in any order.
    return Markdown.html(text).toString().replace("noopener nofollow", "nofollow noopener");
  }

  private static void assertInert(String html) {
    Matcher tags = TAG.matcher(html);
    while (tags.find()) {
      assertThat(tags.group()).matches(ALLOWED);
    }
  }
}
