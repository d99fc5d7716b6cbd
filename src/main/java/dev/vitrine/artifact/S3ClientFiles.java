package dev.vitrine.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.artifact.FileStorage.Permission;
import dev.vitrine.artifact.blob.BlobStore.Arrival;
import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.artifact.s3.S3Blobs;
import dev.vitrine.artifact.s3.S3Connection;
import dev.vitrine.artifact.s3.S3Copies.Original;
import dev.vitrine.artifact.s3.S3Role;
import dev.vitrine.artifact.s3.TemporaryCredentials;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prefixes of a bucket in which clients read and write files of versions with temporary
 * credentials. Credentials to write stay valid after a version is finalized. Therefore they give
 * access to a separate prefix, and only copies of its objects become files.
 */
public final class S3ClientFiles implements ClientFiles {
  private static final Logger LOG = LoggerFactory.getLogger(S3ClientFiles.class);

  /** Maximum bytes of an S3 key. */
  private static final int LONGEST_KEY = 1024;

  private static final Pattern SET = Pattern.compile("([0-9]{1,18})/");

  private final FileStorage files;
  private final S3Blobs blobs;
  private final S3Location place;
  private final Optional<S3Role> role;

  /**
   * @param role role of the credentials; without one no credentials are issued, but leftovers of
   *     other servers are still collected
   */
  S3ClientFiles(FileStorage files, S3Blobs blobs, @Nullable S3Role role) {
    this.files = files;
    this.blobs = blobs;
    this.place = blobs.place();
    this.role = Optional.ofNullable(role);
  }

  /** The location for the files of a PENDING set. */
  public String staging(long set) {
    return url(S3Blobs.STAGING, set);
  }

  /** The prefix with the files of a READY set, for clients with credentials to read. */
  public String export(long set) {
    return url(S3Blobs.EXPORTS, set);
  }

  private String url(String kind, long set) {
    return "s3://" + place.bucket() + "/" + place.key(kind + set);
  }

  /** Credentials to write files of a set that is PENDING. */
  public TemporaryCredentials toWrite(long set, String user) {
    return role.orElseThrow().toWrite(prefix(S3Blobs.STAGING, set), user);
  }

  /** Credentials to read the files of a set that is READY, all of which are there then. */
  public TemporaryCredentials toRead(long set, String user) throws IOException {
    publish(set);
    return role.orElseThrow().toRead(prefix(S3Blobs.EXPORTS, set), user);
  }

  private static String prefix(String kind, long set) {
    return kind + set + "/";
  }

  /** The content of a READY set never changes, so existing copies remain valid. */
  private void publish(long set) throws IOException {
    String prefix = place.key(prefix(S3Blobs.EXPORTS, set));
    List<StoredFile> content = files.list(set);
    files.shared().requireUsable(content);
    for (StoredFile file : content) {
      if ((prefix + file.path()).getBytes(UTF_8).length > LONGEST_KEY) {
        throw new VitrineException(
                ErrorCode.UNSUPPORTED_FEATURE,
                "A path of the version's files is too long for an S3 key.")
            .withHint("Use mlflow.set_registry_uri(\"databricks-uc\"), which has no such limit.");
      }
    }
    Set<String> there = blobs.list(prefix).stream().map(Original::key).collect(Collectors.toSet());
    List<Callable<String>> copies = new ArrayList<>();
    for (StoredFile file : content) {
      String key = prefix + file.path();
      if (!there.contains(key)) {
        copies.add(
            () ->
                files
                    .shared()
                    .read(
                        file,
                        blob -> {
                          blobs.copyOut(blob, file.size(), key);
                          return key;
                        }));
      }
    }
    S3Connection.together(copies);
  }

  @Override
  public void takeIn(long set) throws IOException {
    String prefix = place.key(prefix(S3Blobs.STAGING, set));
    Map<FilePath, Original> written = new LinkedHashMap<>();
    for (Original object : blobs.list(prefix)) {
      boolean directory = object.key().endsWith("/") && object.size() == 0;
      if (!directory) {
        written.put(new FilePath(object.key().substring(prefix.length())), object);
      }
    }
    Placement.requireApart(written.keySet());
    List<Callable<Arrival>> copies = new ArrayList<>();
    written.values().forEach(original -> copies.add(() -> blobs.copyIn(original)));
    List<Arrival> arrivals = S3Connection.together(copies);
    int next = 0;
    for (FilePath path : written.keySet()) {
      files.put(set, new Placement(path), arrivals.get(next++), Permission.GRANTED);
    }
  }

  @Override
  public String advice() {
    return "A client with direct access must write files to the version's location.";
  }

  @Override
  public void discard(long set) {
    try {
      blobs.deleteAll(place.key(prefix(S3Blobs.STAGING, set)));
    } catch (IOException | VitrineException exception) {
      LOG.warn(
          "Staged files of set {} could not be deleted; the next collection deletes them",
          set,
          exception);
    }
  }

  /** Also objects written with credentials that were still valid after finalization. */
  @Override
  public void collect() throws IOException {
    for (long set : sets(S3Blobs.STAGING)) {
      if (!files.isPending(set)) {
        blobs.deleteAll(place.key(prefix(S3Blobs.STAGING, set)));
      }
    }
    for (long set : sets(S3Blobs.EXPORTS)) {
      if (files.isUnused(set)) {
        blobs.deleteAll(place.key(prefix(S3Blobs.EXPORTS, set)));
      }
    }
  }

  private List<Long> sets(String kind) throws IOException {
    List<Long> found = new ArrayList<>();
    for (String directory : blobs.directories(place.key(kind))) {
      Matcher matcher = SET.matcher(directory);
      if (matcher.matches()) {
        found.add(Long.parseLong(matcher.group(1)));
      }
    }
    return found;
  }
}
