package dev.vitrine.cli.migrate.source;

import dev.vitrine.cli.migrate.http.MigrationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/** Lists and downloads the files of versions of one registry. */
public interface SourceFiles {
  /**
   * The files of a version.
   *
   * @param model name of the model in requests to the registry
   * @throws UnusableVersionException when the registry does not serve them, or they exceed a limit
   * @throws MigrationException when the registry refuses the request, or listing takes too long
   */
  List<SourceFile> list(String model, SourceVersion version) throws IOException;

  /**
   * Downloads a file.
   *
   * @param most bytes; a longer file is refused
   * @param received gets numbers of bytes as they arrive, negative ones of attempts that failed
   * @return its size in bytes
   * @throws MigrationException when it cannot be read
   */
  long download(SourceFile file, Path target, long most, LongConsumer received) throws IOException;
}
