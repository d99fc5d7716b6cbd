package dev.vitrine.cli.migrate.file;

import dev.vitrine.cli.migrate.source.SourceFile;
import dev.vitrine.cli.migrate.source.SourceFiles;
import dev.vitrine.cli.migrate.source.SourceVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Files of versions where the registry states: in directories of this machine, in S3, or elsewhere.
 *
 * @param local for locations {@code file:}
 * @param lent for locations {@code s3:}
 * @param others for other locations
 */
public record LocatedVersionFiles(SourceFiles local, SourceFiles lent, SourceFiles others)
    implements SourceFiles {
  private static final String SEPARATOR = " ";

  private SourceFiles at(String location) {
    if (location.startsWith("s3:")) {
      return lent;
    }
    return location.startsWith("file:") ? local : others;
  }

  @Override
  public List<SourceFile> list(String model, SourceVersion version) throws IOException {
    String scheme = version.location().replaceAll("(?s):.*", ":");
    return at(version.location()).list(model, version).stream()
        .map(file -> new SourceFile(file.path(), scheme + SEPARATOR + file.location(), file.size()))
        .toList();
  }

  @Override
  public long download(SourceFile file, Path target, long most, LongConsumer received)
      throws IOException {
    String[] parts = file.location().split(SEPARATOR, 2);
    return at(parts[0])
        .download(new SourceFile(file.path(), parts[1], file.size()), target, most, received);
  }
}
