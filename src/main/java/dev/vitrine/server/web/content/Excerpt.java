package dev.vitrine.server.web.content;

import java.util.List;
import java.util.Optional;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * The first paragraph of a text in Markdown, as plain text for lists. The result is not HTML: it
 * must be escaped like any other text.
 */
public final class Excerpt {
  /** Characters of the result. */
  private static final int MOST_CHARACTERS = 160;

  /** Characters of the text that are parsed. */
  private static final int MOST_PARSED = 1_000;

  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .maxOpenBlockParsers(10)
          .maxInlineNesting(10)
          .build();

  private Excerpt() {}

  /**
   * The first paragraph; without paragraphs the first heading, without headings all text. At most
   * 160 characters, the last of them an ellipsis if the paragraph is longer.
   */
  public static String of(String markdown) {
    Node document = PARSER.parse(markdown.substring(0, Math.min(markdown.length(), MOST_PARSED)));
    Finder finder = new Finder();
    document.accept(finder);
    Collector text = new Collector();
    finder.paragraph.or(() -> finder.heading).orElse(document).accept(text);
    return shortened(text.found.toString().strip().replaceAll("\\s+", " "));
  }

  private static String shortened(String text) {
    if (text.length() <= MOST_CHARACTERS) {
      return text;
    }
    int end = MOST_CHARACTERS - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** Finds the first paragraph and the first heading that have text. */
  private static final class Finder extends AbstractVisitor {
    private Optional<Node> paragraph = Optional.empty();
    private Optional<Node> heading = Optional.empty();

    @Override
    public void visit(Paragraph node) {
      paragraph = paragraph.or(() -> Optional.of(node));
    }

    @Override
    public void visit(Heading node) {
      heading = heading.or(() -> Optional.ofNullable(node.getFirstChild()).map(Node::getParent));
    }
  }

  /** Collects the text of a node; the texts of blocks are separated by spaces. */
  private static final class Collector extends AbstractVisitor {
    private final StringBuilder found = new StringBuilder();

    @Override
    public void visit(Text node) {
      found.append(node.getLiteral());
    }

    @Override
    public void visit(Code node) {
      found.append(node.getLiteral());
    }

    @Override
    public void visit(HtmlInline node) {
      found.append(node.getLiteral());
    }

    @Override
    public void visit(HtmlBlock node) {
      found.append(node.getLiteral()).append(' ');
    }

    @Override
    public void visit(FencedCodeBlock node) {
      found.append(node.getLiteral()).append(' ');
    }

    @Override
    public void visit(IndentedCodeBlock node) {
      found.append(node.getLiteral()).append(' ');
    }

    @Override
    public void visit(SoftLineBreak node) {
      found.append(' ');
    }

    @Override
    public void visit(HardLineBreak node) {
      found.append(' ');
    }

    @Override
    public void visit(CustomNode node) {
      visitChildren(node);
      if (node instanceof TableCell) {
        found.append(' ');
      }
    }
  }
}
