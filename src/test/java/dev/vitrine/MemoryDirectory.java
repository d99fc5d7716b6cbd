package dev.vitrine;

import dev.vitrine.postgres.TestMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Temporary directories in memory if there is plenty, for tests that write files many times. */
public final class MemoryDirectory implements TempDirFactory {
  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
      throws IOException {
    return TestMemory.isPlentiful()
        ? Files.createTempDirectory(TestMemory.DIRECTORY, "vitrine-folder-")
        : Files.createTempDirectory("vitrine-folder-");
  }
}
