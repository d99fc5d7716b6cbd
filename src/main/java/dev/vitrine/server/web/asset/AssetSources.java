package dev.vitrine.server.web.asset;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the scripts and style sheets from the class path: our own, and those of the WebJars. */
final class AssetSources {
  private static final String OWN_FILES = "/dev/vitrine/server/web/assets/";
  private static final String WEBJARS = "META-INF/resources/webjars/";
  private static final Pattern WEBJAR_FILE =
      Pattern.compile(Pattern.quote(WEBJARS) + "([^/]+)/[^/]+/(.+)");

  /** Names by which scripts import each other. */
  static final Map<String, String> MODULES =
      Map.ofEntries(
          Map.entry("@codemirror/state", "codemirror/state.js"),
          Map.entry("@codemirror/view", "codemirror/view.js"),
          Map.entry("@codemirror/language", "codemirror/language.js"),
          Map.entry("@codemirror/commands", "codemirror/commands.js"),
          Map.entry("@codemirror/autocomplete", "codemirror/autocomplete.js"),
          Map.entry("@lezer/common", "codemirror/lezer-common.js"),
          Map.entry("@lezer/highlight", "codemirror/lezer-highlight.js"),
          Map.entry("@lezer/lr", "codemirror/lezer-lr.js"),
          Map.entry("@marijn/find-cluster-break", "codemirror/find-cluster-break.js"),
          Map.entry("style-mod", "codemirror/style-mod.js"),
          Map.entry("w3c-keyname", "codemirror/w3c-keyname.js"),
          Map.entry("crelt", "codemirror/crelt.js"),
          Map.entry("uplot", "uplot.js"));

  /** Files of WebJars, by the names under which they are served. */
  private static final Map<String, String> WEBJAR_FILES =
      Map.ofEntries(
          Map.entry("htmx.js", "htmx.org/dist/htmx.min.js"),
          Map.entry("uplot.js", "uplot/dist/uPlot.esm.js"),
          Map.entry("uplot.css", "uplot/dist/uPlot.min.css"),
          Map.entry("codemirror/state.js", "codemirror__state/dist/index.js"),
          Map.entry("codemirror/view.js", "codemirror__view/dist/index.js"),
          Map.entry("codemirror/language.js", "codemirror__language/dist/index.js"),
          Map.entry("codemirror/commands.js", "codemirror__commands/dist/index.js"),
          Map.entry("codemirror/autocomplete.js", "codemirror__autocomplete/dist/index.js"),
          Map.entry("codemirror/lezer-common.js", "lezer__common/dist/index.js"),
          Map.entry("codemirror/lezer-highlight.js", "lezer__highlight/dist/index.js"),
          Map.entry("codemirror/lezer-lr.js", "lezer__lr/dist/index.js"),
          Map.entry("codemirror/find-cluster-break.js", "marijn__find-cluster-break/src/index.js"),
          Map.entry("codemirror/style-mod.js", "style-mod/src/style-mod.js"),
          Map.entry("codemirror/w3c-keyname.js", "w3c-keyname/index.js"),
          Map.entry("codemirror/crelt.js", "crelt/index.js"));

  /** Our own files, in {@code src/main/resources/dev/vitrine/server/web/assets}. */
  private static final List<String> OWN =
      List.of(
          "vitrine.css",
          "vitrine.js",
          "upload.js",
          "icon.svg",
          "content.css",
          "sql.css",
          "sql.js",
          "sqltext.js",
          "chart.js");

  private AssetSources() {}

  /** The contents by the names under which they are served. */
  static Map<String, byte[]> read() {
    Map<String, byte[]> contents = new TreeMap<>();
    for (String name : OWN) {
      contents.put(name, read(AssetSources.class.getResource(OWN_FILES + name), name));
    }
    Map<String, String> entries = webjarEntries();
    ClassLoader loader = AssetSources.class.getClassLoader();
    WEBJAR_FILES.forEach(
        (name, file) -> {
          String entry = entries.get(file);
          URL resource = entry == null ? null : loader.getResource(entry);
          contents.put(name, read(resource, file));
        });
    return contents;
  }

  private static byte[] read(@Nullable URL resource, String name) {
    if (resource == null) {
      throw new IllegalStateException("missing from the class path: " + name);
    }
    try (InputStream in = resource.openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the entries of WebJars by their names without versions. */
  private static Map<String, String> webjarEntries() {
    Map<String, String> entries = new HashMap<>();
    try {
      List<URL> directories =
          Collections.list(AssetSources.class.getClassLoader().getResources(WEBJARS));
      for (URL directory : directories) {
        if (directory.openConnection() instanceof JarURLConnection connection) {
          connection.setUseCaches(false);
          try (JarFile jar = connection.getJarFile()) {
            collect(jar, entries);
          }
        }
      }
      // The jar of the program has no entries for directories.
      URL location = AssetSources.class.getProtectionDomain().getCodeSource().getLocation();
      if (location.getPath().endsWith(".jar")) {
        try (JarFile jar = new JarFile(new File(new URI(location.toString())))) {
          collect(jar, entries);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the location of a class is a URI", e);
    }
    return entries;
  }

  private static void collect(JarFile jar, Map<String, String> entries) {
    jar.stream()
        .forEach(
            entry -> {
              Matcher file = WEBJAR_FILE.matcher(entry.getName());
              if (file.matches()) {
                entries.put(file.group(1) + "/" + file.group(2), entry.getName());
              }
            });
  }
}
