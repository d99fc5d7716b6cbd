package dev.vitrine.server.mlflow;

import dev.vitrine.artifact.FilePath;
import dev.vitrine.artifact.FileStorage.Permission;
import dev.vitrine.artifact.SignedUrls;
import dev.vitrine.artifact.SignedUrls.Grant;
import dev.vitrine.artifact.SignedUrls.Method;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import dev.vitrine.statement.tree.Call.OpenFiles;

/**
 * Signs URLs, and accepts them only while their users have the privilege: each use reads the store.
 */
final class SignedRights {
  private final Engine engine;
  private final SignedUrls urls;

  SignedRights(Engine engine, SignedUrls urls) {
    this.engine = engine;
    this.urls = urls;
  }

  /** The signed text for opened files. */
  String sign(Method method, OpenFiles.Opened opened, FilePath path, String detail) {
    return urls.sign(new Grant(method, opened.right(), opened.set(), path, detail));
  }

  /** The text that names an upload in parts. */
  String name(OpenFiles.Opened opened, FilePath path, String detail) {
    return urls.name(new Grant(Method.PARTS, opened.right(), opened.set(), path, detail));
  }

  /**
   * The upload in parts that a text identifies. The rights of the caller who continues it must be
   * checked separately.
   *
   * @throws VitrineException INSUFFICIENT_PRIVILEGES when the text is invalid
   */
  Grant upload(String text) {
    return urls.check(text, Method.PARTS);
  }

  /**
   * The use that a URL permits now.
   *
   * @throws VitrineException INSUFFICIENT_PRIVILEGES when it is not signed, has expired, or the
   *     privilege is gone; the last two have the same message
   */
  Grant check(String text, Method method) {
    Grant grant = urls.check(text, method);
    require(grant);
    return grant;
  }

  private void require(Grant grant) {
    if (!engine.permits(grant.right(), grant.set(), access(grant.method()))) {
      throw SignedUrls.expired();
    }
  }

  /** Checks after an upload by URL that the privilege still holds. */
  Permission still(Grant grant) {
    return () -> require(grant);
  }

  /** The same for a signed-in user who sends a file. */
  Permission still(OpenFiles.Opened opened) {
    return () -> {
      if (!engine.permits(opened.right(), opened.set(), OpenFiles.Access.WRITE)) {
        throw SignedUrls.expired();
      }
    };
  }

  private static OpenFiles.Access access(Method method) {
    return switch (method) {
      case GET -> OpenFiles.Access.READ;
      case PUT, PART, ABORT, PARTS -> OpenFiles.Access.WRITE;
    };
  }
}
