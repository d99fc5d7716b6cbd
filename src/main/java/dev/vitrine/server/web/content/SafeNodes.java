package dev.vitrine.server.web.content;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/**
 * Replaces images by their descriptions and links that are not allowed by their texts, and moves
 * headings below those of the page. Used by one thread, for one document.
 */
final class SafeNodes extends AbstractVisitor {
  private static final int LOWEST_LEVEL = 6;

  /** Characters of the addresses of all links; references can repeat one address very often. */
  private static final int MOST_ADDRESSES = 1 << 17;

  private int addresses;

  /** The level of the last heading; that of the page is 1. */
  private int level = 1;

  @Override
  public void visit(Heading heading) {
    // Readers of screens rely on levels that are not skipped.
    level = Math.min(LOWEST_LEVEL, Math.min(level, heading.getLevel()) + 1);
    heading.setLevel(level);
    visitChildren(heading);
  }

  @Override
  public void visit(Image image) {
    visitChildren(image);
    replaceByChildren(image);
  }

  @Override
  public void visit(Link link) {
    visitChildren(link);
    link.setTitle("");
    addresses += link.getDestination().length();
    if (addresses > MOST_ADDRESSES || LinkTargets.allowed(link.getDestination()).isEmpty()) {
      replaceByChildren(link);
    }
  }

  private static void replaceByChildren(Node node) {
    Node place = node;
    for (Node child = node.getFirstChild(); child != null; ) {
      Node next = child.getNext();
      place.insertAfter(child);
      place = child;
      child = next;
    }
    node.unlink();
  }
}
