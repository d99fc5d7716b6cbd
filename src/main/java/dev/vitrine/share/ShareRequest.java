package dev.vitrine.share;

import java.util.Optional;

/**
 * What a statement needs to know from a provider.
 *
 * @param provider name of the provider, for errors
 * @param share share to be read; empty for the list of shares
 * @param catalogId shared catalog to be brought up to date, instead of a response with the content
 */
public record ShareRequest(
    String provider, ShareCredential credential, Optional<String> share, Optional<Long> catalogId) {
  /** A request for the list of shares. */
  public static ShareRequest list(String provider, ShareCredential credential) {
    return new ShareRequest(provider, credential, Optional.empty(), Optional.empty());
  }

  /** A request for the content of a share. */
  public static ShareRequest content(String provider, ShareCredential credential, String share) {
    return new ShareRequest(provider, credential, Optional.of(share), Optional.empty());
  }

  /** A request to bring a shared catalog up to date. */
  public static ShareRequest refresh(
      String provider, ShareCredential credential, String share, long catalogId) {
    return new ShareRequest(provider, credential, Optional.of(share), Optional.of(catalogId));
  }
}
