package dev.vitrine.server.chromium;

import dev.vitrine.cli.server.demo.DemoRegistry;
import dev.vitrine.cli.shell.Shell;
import dev.vitrine.cli.shell.Target;
import dev.vitrine.server.TestServer;
import dev.vitrine.server.web.PointInTime;
import java.util.List;
import java.util.stream.Stream;

/** A server of the registry of {@code server --demo}, and the addresses of its pages. */
final class DemoPages {
  static final String MODEL = "prod.claims.fraud_detection";
  static final String PAGE = "/models/" + MODEL;
  static final String WITH_FILES = "/models/research.tutorial.iris";

  /** Addresses for signed-in users, one of each kind of page, tab and form. */
  static final List<String> ADDRESSES =
      List.of(
          "/",
          "/search?q=claim",
          "/search?q=task:classification",
          "/search?q=nothing-like-this",
          "/catalogs/prod",
          "/catalogs/prod?tab=permissions&why=carol",
          "/catalogs/prod?tab=activity",
          "/catalogs/prod/claims",
          "/catalogs/prod/claims?tab=permissions",
          "/catalogs/prod/claims?tab=activity",
          PAGE,
          PAGE + "?tab=permissions&why=carol",
          PAGE + "?tab=lineage",
          PAGE + "?tab=activity",
          PAGE + "?tab=history",
          PAGE + "?tab=use",
          PAGE + "/versions/2",
          PAGE + "/versions/2?tab=files",
          PAGE + "/versions/2?tab=lineage",
          PAGE + "/versions/2?tab=activity",
          PAGE + "/compare?versions=1,2",
          WITH_FILES + "/versions/1",
          WITH_FILES + "/versions/1?tab=files&show=MLmodel",
          WITH_FILES + "/upload",
          "/sql?q=SELECT%201",
          "/audit",
          "/audit?user=dave&result=refused",
          "/people",
          "/people/carol",
          "/people/ml_engineers",
          "/account",
          "/account/token",
          "/account/password",
          "/new/user",
          "/change/model/" + MODEL + "/grant",
          "/change/model/" + MODEL + "/drop",
          "/change/model/" + MODEL + "/comment",
          "/change/model/" + MODEL + "/versions/2/copy",
          "/models/prod.claims.absent",
          "/no/such/page");

  private DemoPages() {}

  /** Addresses of pages as of a point in time, which must be one of the history of the registry. */
  static List<String> past(PointInTime at) {
    return Stream.of(
            PAGE,
            PAGE + "?tab=permissions&why=carol",
            PAGE + "/versions/2",
            PAGE + "/versions/2?tab=metrics",
            PAGE + "/versions/999")
        .map(at::href)
        .toList();
  }

  /** Starts the server, with its models that have files. */
  static TestServer start() throws InterruptedException {
    String url = DemoRegistry.newStoreUrl();
    TestServer server = TestServer.start(url);
    DemoRegistry registry =
        new DemoRegistry(url, script -> Shell.runQuietly(new Target(url, "admin", ""), script));
    registry.fill();
    registry.upload(server.httpUrl());
    return server;
  }
}
