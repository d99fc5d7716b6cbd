package dev.vitrine.share;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.share.ShareException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Reads shares of one provider. */
public final class ShareClient {
  private final ShareHttp http;

  /** A client with the certificate authorities of the Java installation. */
  public ShareClient(ShareCredential credential, ShareSettings settings) {
    this(credential, settings, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /**
   * @param tls with the trusted certificate authorities
   */
  ShareClient(ShareCredential credential, ShareSettings settings, SSLSocketFactory tls) {
    this.http = new ShareHttp(credential, settings, tls);
  }

  /** A share that the provider has granted to the recipient. */
  public record Share(String name, Optional<String> comment) {}

  /**
   * Lists the shares.
   *
   * @param memory has the memory of the list afterwards
   * @throws ShareException when the provider does not send them
   * @throws InterruptedException when the thread was interrupted
   */
  public List<Share> shares(MemoryAccount memory) throws ShareException, InterruptedException {
    ReadBudget budget = new ReadBudget(memory);
    List<Share> shares = new ArrayList<>();
    page(
        "/shares",
        "shares",
        budget,
        share -> {
          shares.add(
              new Share(
                  SharedText.name(share.path("name")), SharedText.comment(share.path("comment"))));
          if (shares.size() > ShareLimits.SHARES) {
            throw ReadBudget.tooMuch(ShareLimits.SHARES + " shares");
          }
        });
    return shares;
  }

  /**
   * Reads the whole content of a share.
   *
   * @param known revision that the caller has; empty if none
   * @param memory has the memory of the content afterwards
   * @return empty if the revision is the known one
   * @throws ShareException when the provider does not send it, or sends something invalid
   * @throws InterruptedException when the thread was interrupted
   */
  public Optional<SharedContent> content(String share, String known, MemoryAccount memory)
      throws ShareException, InterruptedException {
    ReadBudget budget = new ReadBudget(memory);
    try {
      return attempt(share, known, budget);
    } catch (ShareException failure) {
      if (failure.reason() != Reason.NOT_FOUND) {
        throw failure;
      }
    }
    // A model was removed from the share between the list of models and its versions.
    budget.discard();
    try {
      return attempt(share, known, budget);
    } catch (ShareException failure) {
      throw failure.reason() == Reason.NOT_FOUND
          ? new ShareException(Reason.UNREACHABLE, "The share was changed while it was read.")
              .withCause(failure)
          : failure;
    }
  }

  private Optional<SharedContent> attempt(String share, String known, ReadBudget budget)
      throws ShareException, InterruptedException {
    String base = "/shares/" + encode(share);
    JsonNode head = head(base, known, budget);
    if (head == null) {
      return Optional.empty();
    }
    String revision = head.path("revision").asText("");
    if (!revision.matches("[\\x21\\x23-\\x7e]{1," + ShareLimits.TOKEN + "}")) {
      throw new ShareException(Reason.INVALID, "The provider sent an invalid revision.");
    }
    if (revision.equals(known)) {
      return Optional.empty();
    }
    ContentReader reader = new ContentReader();
    pages(base + "/models", "models", budget, reader::model);
    for (ContentReader.ModelKey model : reader.models()) {
      String path =
          base + "/models/" + encode(model.schema()) + "/" + encode(model.name()) + "/versions";
      pages(path, "versions", budget, version -> reader.version(model, version));
    }
    return Optional.of(reader.content(revision));
  }

  /** The share itself; null if it has the known revision. Only its absence is a refusal. */
  private @Nullable JsonNode head(String path, String known, ReadBudget budget)
      throws ShareException, InterruptedException {
    try {
      return http.get(
          path,
          known.isEmpty() ? null : known,
          budget.timeLeft(),
          bytes -> budget.read(bytes, "", element -> {}).members());
    } catch (ShareException failure) {
      throw failure.reason() == Reason.NOT_FOUND
          ? new ShareException(Reason.REFUSED, failure.problem()).withCause(failure)
          : failure;
    }
  }

  /**
   * Reads one file of a version.
   *
   * @param body reads the bytes, which are neither complete nor verified
   * @throws ShareException when the provider does not send it
   * @throws InterruptedException when the thread was interrupted
   */
  public void file(
      String share, String schema, String model, long version, String path, FileBody body)
      throws ShareException, InterruptedException {
    String encoded =
        Arrays.stream(path.split("/", -1))
            .map(ShareClient::encode)
            .collect(Collectors.joining("/"));
    http.get(
        "/shares/"
            + encode(share)
            + "/models/"
            + encode(schema)
            + "/"
            + encode(model)
            + "/versions/"
            + version
            + "/files/"
            + encoded,
        null,
        ShareLimits.FILE,
        bytes -> {
          body.read(bytes);
          return true;
        });
  }

  /** Reads the bytes of a file. */
  @FunctionalInterface
  public interface FileBody {
    void read(InputStream bytes) throws IOException;
  }

  /** Takes the elements of all pages; a provider that never ends is stopped by the bounds. */
  private void pages(String path, String list, ReadBudget budget, ReadBudget.Element each)
      throws ShareException, InterruptedException {
    Set<String> tokens = new HashSet<>();
    String query = "";
    while (true) {
      ReadBudget.Response page = page(path + query, list, budget, each);
      String next = page.members().path("next_page_token").asText("");
      if (next.isEmpty()) {
        return;
      }
      boolean progress = page.elements() > 0 && tokens.add(next);
      if (!progress || next.length() > ShareLimits.TOKEN) {
        throw new ShareException(Reason.INVALID, "The provider sent pages without an end.");
      }
      query = "?page_token=" + encode(next);
    }
  }

  private ReadBudget.Response page(
      String path, String list, ReadBudget budget, ReadBudget.Element each)
      throws ShareException, InterruptedException {
    ReadBudget.Response page =
        http.get(path, null, budget.timeLeft(), bytes -> budget.read(bytes, list, each));
    if (page == null) {
      throw new IllegalStateException("no condition was sent");
    }
    if (page.elements() < 0) {
      throw new ShareException(Reason.INVALID, "The provider sent a response without a list.");
    }
    return page;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
