package dev.vitrine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Errors of the virtual machine in a statement. */
final class MachineErrorsTest {
  private static int deep(int depth) {
    return depth < 0 ? 0 : 1 + deep(depth + 1);
  }

  private static VitrineException failure(Supplier<?> work) {
    VitrineException failure =
        catchThrowableOfType(VitrineException.class, () -> MachineErrors.contained(work));
    assertThat(failure).isNotNull();
    return failure;
  }

  @Test
  void aStackThatOverflowsIsTooComplex() {
    VitrineException failure = failure(() -> deep(0));
    assertThat(failure.code()).isEqualTo(ErrorCode.STATEMENT_TOO_COMPLEX);
    assertThat(failure).hasMessageContaining("nested too deeply").hasMessageContaining("Split it");
  }

  @Test
  void aHeapThatIsFullIsOutOfMemoryAndIsReported() {
    List<OutOfMemoryError> seen = new ArrayList<>();
    MachineErrors.observe(seen::add);
    try {
      VitrineException failure = failure(() -> new long[Integer.MAX_VALUE]);
      assertThat(failure.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
      assertThat(failure)
          .hasMessageContaining("the limit is the heap of")
          .hasMessageContaining("MiB");
      assertThat(seen).hasSize(1);
    } finally {
      MachineErrors.observe(error -> {});
    }
  }

  @Test
  void otherErrorsAreNotConverted() {
    InternalError other = new InternalError("of the machine");
    assertThat(catchThrowableOfType(InternalError.class, () -> MachineErrors.translate(other)))
        .isSameAs(other);
  }
}
