package dev.vitrine.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.catalog.SecurableType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AuthorizerTest {
  /** An operation without a requirement on that kind of securable must not be allowed by that. */
  @Test
  void operationsAreNotDecidedOnSecurablesToWhichTheyDoNotApply() {
    for (Operation operation : Operation.values()) {
      for (SecurableType type : SecurableType.values()) {
        boolean applies =
            operation.requirements().isEmpty()
                || operation.requirements().stream().anyMatch(need -> need.on() == type);
        Access admin = new Access(true, levels(type));
        if (applies) {
          Authorizer.permits(operation, admin);
        } else {
          assertThatThrownBy(() -> Authorizer.permits(operation, admin))
              .isInstanceOf(IllegalArgumentException.class);
          assertThatThrownBy(() -> Authorizer.check(operation, admin, "admin"))
              .isInstanceOf(IllegalArgumentException.class);
        }
      }
    }
  }

  @Test
  void operationsOnSeveralKindsNeedRightsOnTheObjectItself() {
    for (SecurableType type : SecurableType.values()) {
      Access none = new Access(false, levels(type));
      assertThat(Authorizer.permits(Operation.GRANT, none)).as(type.name()).isFalse();
      assertThat(Authorizer.permits(Operation.TRANSFER, none)).as(type.name()).isFalse();
    }
  }

  private static List<Level> levels(SecurableType type) {
    return Arrays.stream(SecurableType.values())
        .filter(level -> level.compareTo(type) <= 0)
        .map(level -> new Level(level, "", false, Set.of()))
        .toList();
  }
}
