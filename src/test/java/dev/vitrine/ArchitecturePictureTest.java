package dev.vitrine;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pictures in the documentation show the dependencies between packages as they are. */
final class ArchitecturePictureTest {
  private static final String ROOT = "dev.vitrine.";

  /** Used by nearly all packages; the pictures omit the arrows to them. */
  private static final Set<String> SHARED = Set.of("catalog", "error", "memory");

  private static final Pattern PICTURE = Pattern.compile("(?s)```mermaid\n(.*?)```");
  private static final Pattern ARROWS = Pattern.compile("(?m)^ *(\\w+) --> ([\\w& ]+)$");

  private static Iterable<JavaClass> code;

  @BeforeAll
  static void read() {
    code =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.vitrine");
  }

  /** The classes take much memory. */
  @AfterAll
  static void forget() {
    code = List.of();
  }

  @Test
  void theReadmeHasThePictureOfTheArchitecturePage() throws IOException {
    assertThat(picture("README.md")).isEqualTo(picture("docs/architecture.md"));
  }

  @Test
  void thePictureHasTheDependenciesOfTheCode() throws IOException {
    Set<String> drawn = new TreeSet<>();
    Matcher arrows = ARROWS.matcher(picture("docs/architecture.md"));
    while (arrows.find()) {
      for (String target : arrows.group(2).split("&")) {
        drawn.add(arrows.group(1) + " --> " + target.strip());
      }
    }
    assertThat(drawn).isEqualTo(dependencies());
  }

  @Test
  void theTableHasEveryPackage() throws IOException {
    String page = Files.readString(Path.of("docs/architecture.md"));
    Set<String> packages = new TreeSet<>();
    for (JavaClass type : code) {
      packages.add(room(type));
    }
    assertThat(packages).allSatisfy(name -> assertThat(page).contains("| `" + name + "`"));
  }

  private static Set<String> dependencies() {
    Set<String> dependencies = new TreeSet<>();
    for (JavaClass type : code) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.getPackageName().startsWith(ROOT)
            && !room(target).equals(room(type))
            && !SHARED.contains(room(target))) {
          dependencies.add(room(type) + " --> " + room(target));
        }
      }
    }
    return dependencies;
  }

  /** The first level below dev.vitrine. */
  private static String room(JavaClass type) {
    return type.getPackageName().substring(ROOT.length()).split("\\.", 2)[0];
  }

  private static String picture(String page) throws IOException {
    Matcher picture = PICTURE.matcher(Files.readString(Path.of(page)));
    assertThat(picture.find()).as("a picture in %s", page).isTrue();
    return picture.group(1);
  }
}
