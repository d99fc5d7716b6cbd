package dev.vitrine.share;

import dev.vitrine.error.VitrineException;
import java.util.List;

/** What came of a request to a provider. */
public sealed interface ShareResponse {
  /** The request. */
  ShareRequest request();

  /** The list of shares. */
  record Shares(ShareRequest request, List<ShareClient.Share> shares) implements ShareResponse {
    public Shares {
      shares = List.copyOf(shares);
    }
  }

  /** The content of a share. */
  record Content(ShareRequest request, SharedContent content) implements ShareResponse {}

  /** The shared catalog is up to date. */
  record Refreshed(ShareRequest request) implements ShareResponse {}

  /** The request failed. */
  record Failed(ShareRequest request, VitrineException error) implements ShareResponse {}
}
