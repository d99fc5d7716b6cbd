package dev.vitrine.server.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.rest.Json;
import org.junit.jupiter.api.Test;

final class PageBodyTest {
  @Test
  void bytesOfTheEncodedItemsCount() {
    // A control character is six bytes in JSON, a Chinese one three in UTF-8.
    for (String character : new String[] {"\u0001", "\u6f22"}) {
      PageBody page = new PageBody("list");
      int added = 0;
      while (page.add(Json.object().put("text", character.repeat(1 << 16)))) {
        added++;
      }
      assertThat(added).isEqualTo(character.equals("\u0001") ? 10 : 21);
      assertThat(Json.bytes(page.end("key"))).hasSizeLessThan(PageBody.MOST_BYTES + 1_000);
    }
  }

  @Test
  void aLargerItemIsAlone() {
    PageBody page = new PageBody("list");
    assertThat(page.isEmpty()).isTrue();
    assertThat(page.add(Json.object().put("text", "x".repeat(5 << 20)))).isTrue();
    assertThat(page.add(Json.object().put("text", "x"))).isFalse();
    assertThat(page.end(null).has("next_page_token")).isFalse();
  }
}
