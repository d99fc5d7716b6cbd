package dev.vitrine.share;

import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import java.util.List;

/** What came of a request to a provider; closed when it is not used any more. */
public sealed interface ShareResponse extends AutoCloseable {
  /** The request. */
  ShareRequest request();

  /** Gives the memory of the response back. */
  @Override
  default void close() {}

  /** The list of shares, and its memory. */
  record Shares(ShareRequest request, List<ShareClient.Share> shares, MemoryAccount memory)
      implements ShareResponse {
    public Shares {
      shares = List.copyOf(shares);
    }

    @Override
    public void close() {
      memory.close();
    }
  }

  /** The content of a share, and its memory. */
  record Content(ShareRequest request, SharedContent content, MemoryAccount memory)
      implements ShareResponse {
    @Override
    public void close() {
      memory.close();
    }
  }

  /** The shared catalog is up to date. */
  record Refreshed(ShareRequest request) implements ShareResponse {}

  /** The request failed. */
  record Failed(ShareRequest request, VitrineException error) implements ShareResponse {}
}
