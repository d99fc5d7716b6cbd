package dev.vitrine.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The default location of files. */
final class DefaultStorageTest {
  private static Path of(String storeUrl) throws IOException {
    return DefaultStorage.of(storeUrl).directory();
  }

  @Test
  void besideAFileStore() throws IOException {
    assertThat(of("jdbc:vitrine:file:/srv/registry")).isEqualTo(Path.of("/srv/registry.files"));
  }

  @Test
  void eachDatabaseHasItsOwn() throws IOException {
    String url = "jdbc:vitrine:postgresql://db.example:5433/registry";
    Path files = Path.of(System.getProperty("user.home"), ".vitrine", "files");
    assertThat(of(url)).isEqualTo(files.resolve("db.example_5433_registry"));
    assertThat(of(url + "?user=store&password=../../secret")).isEqualTo(of(url));
    assertThat(of("jdbc:vitrine:postgresql:other")).isEqualTo(files.resolve("other"));
    assertThat(of("jdbc:vitrine:postgresql://db.example/other")).isNotEqualTo(of(url));
  }

  @Test
  void ofAMemoryStoreItIsGoneWithIt() throws IOException {
    Path directory;
    try (DefaultStorage storage = DefaultStorage.of("jdbc:vitrine:mem:x")) {
      directory = Files.createDirectories(storage.directory().resolve("sets").resolve("1"));
    }
    assertThat(directory).doesNotExist();
    assertThat(directory.getParent().getParent()).doesNotExist();
  }
}
