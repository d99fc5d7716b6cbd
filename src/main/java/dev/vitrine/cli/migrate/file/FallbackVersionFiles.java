package dev.vitrine.cli.migrate.file;

import dev.vitrine.cli.migrate.source.SourceFile;
import dev.vitrine.cli.migrate.source.SourceFiles;
import dev.vitrine.cli.migrate.source.SourceVersion;
import dev.vitrine.cli.migrate.source.UnusableVersionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Files of versions that the registry serves or, if it does not serve those of a version, that are
 * in S3.
 */
public record FallbackVersionFiles(SourceFiles served, SourceFiles lent) implements SourceFiles {
  private static final String SERVED = "served ";
  private static final String LENT = "lent ";

  @Override
  public List<SourceFile> list(String model, SourceVersion version) throws IOException {
    try {
      return marked(SERVED, served.list(model, version));
    } catch (UnusableVersionException unserved) {
      if (!version.location().startsWith("s3:")) {
        throw unserved;
      }
      return marked(LENT, lent.list(model, version));
    }
  }

  private static List<SourceFile> marked(String mark, List<SourceFile> files) {
    return files.stream()
        .map(file -> new SourceFile(file.path(), mark + file.location(), file.size()))
        .toList();
  }

  @Override
  public long download(SourceFile file, Path target, long most, LongConsumer received)
      throws IOException {
    boolean isLent = file.location().startsWith(LENT);
    String location = file.location().substring((isLent ? LENT : SERVED).length());
    SourceFile unmarked = new SourceFile(file.path(), location, file.size());
    return (isLent ? lent : served).download(unmarked, target, most, received);
  }
}
