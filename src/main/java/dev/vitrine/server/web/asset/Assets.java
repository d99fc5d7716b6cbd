package dev.vitrine.server.web.asset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Scripts and style sheets of the pages. Their addresses contain a hash of all their contents, so
 * browsers may keep them for ever. Imports by bare names in scripts are replaced by these
 * addresses. Immutable.
 */
public final class Assets {
  /** Prefix of the addresses. */
  public static final String PREFIX = "/assets/";

  /** Bytes of the SHA-256 of a file that are part of its address. */
  private static final int HASH_BYTES = 12;

  /** The module name in an import or export of a script. */
  private static final Pattern IMPORT =
      Pattern.compile("(?m)(\\bfrom\\s*|^\\s*import\\s*|\\bimport\\()([\"'])([^\"'\\n]+)\\2");

  private final String hash;
  private final Map<String, Asset> assets;

  private Assets(String hash, Map<String, Asset> assets) {
    this.hash = hash;
    this.assets = assets;
  }

  /**
   * One file.
   *
   * @param compressed with gzip
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Asset(String contentType, byte[] bytes, byte[] compressed) {}

  private static final class Loaded {
    private static final Assets ASSETS = load();
  }

  /** The assets of this program, which are read once. */
  public static Assets get() {
    return Loaded.ASSETS;
  }

  private static Assets load() {
    Map<String, byte[]> contents = AssetSources.read();
    Map<String, byte[]> named = new TreeMap<>();
    contents.forEach((name, bytes) -> named.put(name, linked(name, bytes)));
    String hash = hash(named);
    Map<String, Asset> assets = new TreeMap<>();
    named.forEach(
        (name, bytes) -> assets.put(name, new Asset(contentType(name), bytes, gzip(bytes))));
    return new Assets(hash, assets);
  }

  /** The script with relative addresses in its imports. */
  private static byte[] linked(String name, byte[] bytes) {
    if (!name.endsWith(".js")) {
      return bytes;
    }
    String up = "../".repeat((int) name.chars().filter(unit -> unit == '/').count());
    Function<MatchResult, String> replacement =
        found -> {
          String target = AssetSources.MODULES.get(found.group(3));
          String address = target == null ? found.group(3) : (up.isEmpty() ? "./" : up) + target;
          return Matcher.quoteReplacement(
              found.group(1) + found.group(2) + address + found.group(2));
        };
    return IMPORT.matcher(new String(bytes, UTF_8)).replaceAll(replacement).getBytes(UTF_8);
  }

  private static String hash(Map<String, byte[]> contents) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      contents.forEach(
          (name, bytes) -> {
            digest.update(name.getBytes(UTF_8));
            digest.update(bytes);
          });
      byte[] hash = Arrays.copyOf(digest.digest(), HASH_BYTES);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  private static String contentType(String name) {
    String end = name.substring(name.lastIndexOf('.') + 1);
    return switch (end) {
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> throw new IllegalStateException("an asset of an unknown type: " + name);
    };
  }

  /** The bytes, compressed. */
  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 2);
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  /**
   * The address of a file.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public String path(String name) {
    if (!assets.containsKey(name)) {
      throw new IllegalArgumentException("no asset " + name);
    }
    return PREFIX + hash + "/" + name;
  }

  /** A file, unless the hash is of other contents. */
  public Optional<Asset> find(String hashed, String name) {
    return hashed.equals(hash) ? Optional.ofNullable(assets.get(name)) : Optional.empty();
  }
}
