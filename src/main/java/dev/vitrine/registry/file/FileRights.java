package dev.vitrine.registry.file;

import dev.vitrine.authorization.Access;
import dev.vitrine.authorization.Authorizer;
import dev.vitrine.authorization.Level;
import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.FileRight;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.securable.FileRightRow;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Decides, by the rules of {@link OpenFilesTask}, whether a right to files still holds. */
public final class FileRights {
  private FileRights() {}

  /**
   * Whether the user of a right may still do that with the files of its version.
   *
   * @param set of files that the version had
   */
  public static boolean holds(
      FileRight right, long set, OpenFiles.Access access, StoreTransaction work) {
    return work.fileRights()
        .find(right)
        .filter(row -> row.set() == set)
        .filter(row -> permits(right, row, access))
        .isPresent();
  }

  private static boolean permits(FileRight right, FileRightRow row, OpenFiles.Access wanted) {
    boolean admin =
        row.owned().contains(SecurableType.METASTORE)
            || (right.claimsAdmin() && row.claimedExist());
    List<Level> levels =
        Arrays.stream(SecurableType.values())
            .map(
                type ->
                    new Level(
                        type,
                        "",
                        row.owned().contains(type),
                        row.granted().getOrDefault(type, Set.of())))
            .toList();
    Access access = new Access(admin, levels);
    return switch (wanted) {
      case LIST, READ -> Authorizer.permits(Operation.READ_FILES, access);
      case WRITE ->
          Authorizer.permits(Operation.WRITE_FILES, access)
              && (row.creatorId() == right.userId() || access.owns());
    };
  }
}
