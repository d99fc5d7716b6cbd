package dev.vitrine.server.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RecipientSlotsTest {
  @Test
  void oneRecipientDoesNotTakeTheSlotsOfAnother() {
    RecipientSlots slots = new RecipientSlots();
    for (int count = 0; count < RecipientSlots.MOST; count++) {
      assertThat(slots.enter(1)).isTrue();
    }
    assertThat(slots.enter(1)).isFalse();
    assertThat(slots.enter(2)).isTrue();
    slots.leave(1);
    assertThat(slots.enter(1)).isTrue();
    assertThat(slots.enter(1)).isFalse();
  }
}
