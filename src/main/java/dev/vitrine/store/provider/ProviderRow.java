package dev.vitrine.store.provider;

/**
 * A provider. {@code toString} omits the token.
 *
 * @param endpoint URL of its sharing endpoint
 * @param token bearer token
 */
public record ProviderRow(long id, String name, long ownerId, String endpoint, String token) {
  @Override
  public String toString() {
    return "ProviderRow[id=" + id + ", name=" + name + ", token=********]";
  }
}
