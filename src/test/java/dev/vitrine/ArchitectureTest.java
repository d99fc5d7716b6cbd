package dev.vitrine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The direction of dependencies between packages, and where each library may be used. */
@AnalyzeClasses(packages = "dev.vitrine", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule LAYERS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("catalog")
          .definedBy("dev.vitrine.catalog..")
          .layer("error")
          .definedBy("dev.vitrine.error")
          .layer("memory")
          .definedBy("dev.vitrine.memory")
          .layer("statement")
          .definedBy("dev.vitrine.statement..")
          .layer("tree")
          .definedBy("dev.vitrine.statement.tree")
          .layer("authentication")
          .definedBy("dev.vitrine.authentication..")
          .layer("authorization")
          .definedBy("dev.vitrine.authorization")
          .layer("registry")
          .definedBy("dev.vitrine.registry..")
          .layer("query")
          .definedBy("dev.vitrine.query..")
          .layer("store")
          .definedBy("dev.vitrine.store..")
          .layer("artifact")
          .definedBy("dev.vitrine.artifact..")
          .layer("share")
          .definedBy("dev.vitrine.share")
          .layer("session")
          .definedBy("dev.vitrine.session..")
          .layer("wire")
          .definedBy("dev.vitrine.wire..")
          .layer("server")
          .definedBy("dev.vitrine.server..")
          .layer("protocol")
          .definedBy("dev.vitrine.protocol")
          .layer("jdbc")
          .definedBy("dev.vitrine.jdbc..")
          .layer("cli")
          .definedBy("dev.vitrine.cli..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("jdbc")
          .mayOnlyAccessLayers("protocol")
          .whereLayer("protocol")
          .mayNotAccessAnyLayer()
          .whereLayer("wire")
          .mayOnlyAccessLayers("protocol", "session", "memory", "catalog", "error")
          .whereLayer("server")
          .mayOnlyAccessLayers(
              "session", "wire", "authentication", "artifact", "tree", "memory", "catalog", "error")
          .whereLayer("server")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("session")
          .mayOnlyBeAccessedByLayers("wire", "server", "cli")
          .whereLayer("registry")
          .mayOnlyAccessLayers(
              "statement",
              "tree",
              "authorization",
              "authentication",
              "share",
              "store",
              "catalog",
              "error")
          .whereLayer("share")
          .mayOnlyAccessLayers("catalog", "error", "memory")
          .whereLayer("query")
          .mayOnlyAccessLayers("catalog", "error")
          .whereLayer("artifact")
          .mayOnlyAccessLayers("store", "catalog", "error")
          .whereLayer("store")
          .mayOnlyAccessLayers("memory", "catalog", "error")
          .whereLayer("memory")
          .mayOnlyAccessLayers("error")
          .whereLayer("authorization")
          .mayOnlyAccessLayers("catalog", "error")
          .whereLayer("authentication")
          .mayOnlyAccessLayers("store", "catalog", "error")
          .whereLayer("statement")
          .mayOnlyAccessLayers("statement", "tree", "catalog", "error")
          .whereLayer("catalog")
          .mayOnlyAccessLayers("error")
          .whereLayer("error")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("dev.vitrine.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule TASKS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("tasks")
          .definedBy("dev.vitrine.registry")
          .layer("task")
          .definedBy("dev.vitrine.registry.task")
          .layer("principal")
          .definedBy("dev.vitrine.registry.principal")
          .layer("securable")
          .definedBy("dev.vitrine.registry.securable")
          .layer("container")
          .definedBy("dev.vitrine.registry.container")
          .layer("model")
          .definedBy("dev.vitrine.registry.model")
          .layer("drop")
          .definedBy("dev.vitrine.registry.drop")
          .layer("file")
          .definedBy("dev.vitrine.registry.file")
          .layer("provider")
          .definedBy("dev.vitrine.registry.provider")
          .layer("show")
          .definedBy("dev.vitrine.registry.show")
          .layer("share")
          .definedBy("dev.vitrine.registry.share")
          .layer("shared")
          .definedBy("dev.vitrine.registry.shared")
          .whereLayer("tasks")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("task")
          .mayNotAccessAnyLayer()
          .whereLayer("principal")
          .mayOnlyAccessLayers("task")
          .whereLayer("securable")
          .mayOnlyAccessLayers("task", "principal")
          .whereLayer("container")
          .mayOnlyAccessLayers("task")
          .whereLayer("file")
          .mayOnlyAccessLayers("task")
          .whereLayer("model")
          .mayOnlyAccessLayers("task", "securable", "file")
          .whereLayer("drop")
          .mayOnlyAccessLayers("task", "model")
          .whereLayer("provider")
          .mayOnlyAccessLayers("task", "principal", "show")
          .whereLayer("show")
          .mayOnlyAccessLayers("task", "principal")
          .whereLayer("share")
          .mayOnlyAccessLayers("task", "principal", "show", "shared")
          .whereLayer("shared")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule SESSIONS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("session")
          .definedBy("dev.vitrine.session")
          .layer("query")
          .definedBy("dev.vitrine.session.query")
          .layer("call")
          .definedBy("dev.vitrine.session.call")
          .layer("provider")
          .definedBy("dev.vitrine.session.provider")
          .layer("upkeep")
          .definedBy("dev.vitrine.session.upkeep")
          .whereLayer("session")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("query")
          .mayOnlyAccessLayers("call")
          .whereLayer("call")
          .mayNotAccessAnyLayer()
          .whereLayer("provider")
          .mayOnlyAccessLayers("upkeep")
          .whereLayer("upkeep")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule COMMANDS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("dev.vitrine.cli")
          .layer("shell")
          .definedBy("dev.vitrine.cli.shell")
          .layer("server")
          .definedBy("dev.vitrine.cli.server")
          .layer("migrate")
          .definedBy("dev.vitrine.cli.migrate..")
          .layer("script")
          .definedBy("dev.vitrine.cli.script")
          .layer("output")
          .definedBy("dev.vitrine.cli.output")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("shell")
          .mayOnlyAccessLayers("script", "output")
          .whereLayer("server")
          .mayOnlyAccessLayers("shell")
          .whereLayer("migrate")
          .mayOnlyAccessLayers("server")
          .whereLayer("script")
          .mayNotAccessAnyLayer()
          .whereLayer("output")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule IMPORT =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("migrate")
          .definedBy("dev.vitrine.cli.migrate")
          .layer("registry")
          .definedBy("dev.vitrine.cli.migrate.registry")
          .layer("file")
          .definedBy("dev.vitrine.cli.migrate.file")
          .layer("source")
          .definedBy("dev.vitrine.cli.migrate.source")
          .layer("http")
          .definedBy("dev.vitrine.cli.migrate.http")
          .whereLayer("migrate")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("registry")
          .mayOnlyAccessLayers("file", "source", "http")
          .whereLayer("file")
          .mayOnlyAccessLayers("source", "http")
          .whereLayer("source")
          .mayOnlyAccessLayers("http")
          .whereLayer("http")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule DRIVER =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("jdbc")
          .definedBy("dev.vitrine.jdbc")
          .layer("metadata")
          .definedBy("dev.vitrine.jdbc.metadata")
          .layer("result")
          .definedBy("dev.vitrine.jdbc.result")
          .layer("transport")
          .definedBy("dev.vitrine.jdbc.transport")
          .whereLayer("jdbc")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("metadata")
          .mayOnlyAccessLayers("transport")
          .whereLayer("result")
          .mayOnlyAccessLayers("transport")
          .whereLayer("transport")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule EMBEDDED_WITHOUT_AVATICA =
      noClasses()
          .that()
          .resideInAPackage("dev.vitrine.wire")
          .should()
          .dependOnClassesThat(resideInAnyPackage("dev.vitrine.wire.avatica"))
          .because("Avatica adapts to the protocol of the embedded driver, and not the reverse");

  @ArchTest
  static final ArchRule STORES =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("store")
          .definedBy("dev.vitrine.store")
          .layer("result")
          .definedBy("dev.vitrine.store.result")
          .layer("statement")
          .definedBy("dev.vitrine.store.statement")
          .layer("history")
          .definedBy("dev.vitrine.store.history")
          .layer("securable")
          .definedBy("dev.vitrine.store.securable")
          .layer("principal")
          .definedBy("dev.vitrine.store.principal")
          .layer("share")
          .definedBy("dev.vitrine.store.share")
          .layer("provider")
          .definedBy("dev.vitrine.store.provider")
          .layer("audit")
          .definedBy("dev.vitrine.store.audit")
          .layer("relation")
          .definedBy("dev.vitrine.store.relation")
          .layer("signature")
          .definedBy("dev.vitrine.store.signature")
          .layer("migration")
          .definedBy("dev.vitrine.store.migration")
          .layer("connection")
          .definedBy("dev.vitrine.store.connection")
          .layer("h2")
          .definedBy("dev.vitrine.store.h2")
          .layer("vendor")
          .definedBy("dev.vitrine.store.vendor")
          .whereLayer("store")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("result")
          .mayOnlyAccessLayers("principal", "statement", "relation", "connection", "h2", "vendor")
          .whereLayer("securable")
          .mayOnlyAccessLayers(
              "principal", "history", "statement", "relation", "signature", "audit", "vendor")
          .whereLayer("signature")
          .mayNotAccessAnyLayer()
          .whereLayer("principal")
          .mayOnlyAccessLayers("history", "statement", "relation", "vendor")
          .whereLayer("provider")
          .mayOnlyAccessLayers("securable", "history", "vendor")
          .whereLayer("history")
          .mayOnlyAccessLayers("vendor")
          .whereLayer("statement")
          .mayOnlyAccessLayers("h2", "vendor")
          .whereLayer("share")
          .mayOnlyAccessLayers("securable", "relation")
          .whereLayer("audit")
          .mayNotAccessAnyLayer()
          .whereLayer("relation")
          .mayOnlyAccessLayers("vendor")
          .whereLayer("migration")
          .mayOnlyAccessLayers("connection", "signature", "vendor")
          .whereLayer("connection")
          .mayOnlyAccessLayers("h2", "vendor")
          .whereLayer("h2")
          .mayOnlyAccessLayers("vendor")
          .whereLayer("vendor")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule QUERIES =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("query")
          .definedBy("dev.vitrine.query")
          .layer("validate")
          .definedBy("dev.vitrine.query.validate")
          .layer("parse")
          .definedBy("dev.vitrine.query.parse")
          .layer("plan")
          .definedBy("dev.vitrine.query.plan")
          .layer("shape")
          .definedBy("dev.vitrine.query.shape")
          .layer("pattern")
          .definedBy("dev.vitrine.query.pattern")
          .layer("pushdown")
          .definedBy("dev.vitrine.query.pushdown")
          .layer("verify")
          .definedBy("dev.vitrine.query.pushdown.verify")
          .layer("print")
          .definedBy("dev.vitrine.query.pushdown.print")
          .layer("rewrite")
          .definedBy("dev.vitrine.query.pushdown.rewrite")
          .layer("function")
          .definedBy("dev.vitrine.query.pushdown.function")
          .layer("search")
          .definedBy("dev.vitrine.query.pushdown.search")
          .layer("relation")
          .definedBy("dev.vitrine.query.pushdown.relation")
          .layer("type")
          .definedBy("dev.vitrine.query.pushdown.type")
          .whereLayer("query")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("validate")
          .mayOnlyAccessLayers("parse", "plan", "function", "relation", "type")
          .whereLayer("parse")
          .mayOnlyAccessLayers("plan")
          .whereLayer("shape")
          .mayOnlyBeAccessedByLayers("query")
          .whereLayer("shape")
          .mayNotAccessAnyLayer()
          .whereLayer("pattern")
          .mayNotAccessAnyLayer()
          .whereLayer("pushdown")
          .mayOnlyBeAccessedByLayers("query")
          .whereLayer("verify")
          .mayOnlyAccessLayers("rewrite", "function", "search", "relation", "type", "plan")
          .whereLayer("print")
          .mayOnlyAccessLayers(
              "rewrite", "function", "search", "relation", "type", "plan", "pattern")
          .whereLayer("rewrite")
          .mayOnlyAccessLayers("function", "search", "relation", "type", "plan")
          .whereLayer("function")
          .mayOnlyAccessLayers("search", "type", "plan", "pattern")
          .whereLayer("search")
          .mayOnlyAccessLayers("plan", "pattern")
          .whereLayer("relation")
          .mayOnlyAccessLayers("type", "plan")
          .whereLayer("type")
          .mayNotAccessAnyLayer()
          .whereLayer("plan")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule STATEMENTS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("statement")
          .definedBy("dev.vitrine.statement")
          .layer("build")
          .definedBy("dev.vitrine.statement.build")
          .layer("format")
          .definedBy("dev.vitrine.statement.format")
          .layer("text")
          .definedBy("dev.vitrine.statement.text")
          .layer("tree")
          .definedBy("dev.vitrine.statement.tree")
          .whereLayer("statement")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("build")
          .mayOnlyAccessLayers("text", "tree")
          .whereLayer("format")
          .mayOnlyAccessLayers("text", "tree")
          .whereLayer("text")
          .mayNotAccessAnyLayer()
          .whereLayer("tree")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule FILES =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("artifact")
          .definedBy("dev.vitrine.artifact")
          .layer("s3")
          .definedBy("dev.vitrine.artifact.s3")
          .layer("blob")
          .definedBy("dev.vitrine.artifact.blob")
          .whereLayer("artifact")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("s3")
          .mayOnlyAccessLayers("blob")
          .whereLayer("blob")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule REST_VIEWS =
      noClasses()
          .that()
          .resideInAPackage("dev.vitrine.server.rest")
          .should()
          .dependOnClassesThat(resideInAnyPackage("dev.vitrine.server.rest.view"));

  @ArchTest
  static final ArchRule STORE_INTERNALS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.vitrine.store..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("dev.vitrine.store.h2", "dev.vitrine.store.migration"));

  @ArchTest static final ArchRule ANTLR = confined("org.antlr..", "dev.vitrine.statement..");

  @ArchTest
  static final ArchRule AVATICA =
      confined("org.apache.calcite.avatica..", "dev.vitrine.wire.avatica", "dev.vitrine.query..");

  @ArchTest
  static final ArchRule CALCITE =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.vitrine.query..")
          .should()
          .dependOnClassesThat(calcite());

  @ArchTest static final ArchRule JDBI = confined("org.jdbi..", "dev.vitrine.store..");

  @ArchTest
  static final ArchRule SECURED_SQL =
      noClasses()
          .that()
          .resideInAPackage("dev.vitrine.store.relation")
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.jdbi..", "java.sql.."))
          .because("it composes text, and does not run it");

  @ArchTest static final ArchRule H2 = confined("org.h2..", "dev.vitrine.store..");
  @ArchTest static final ArchRule POSTGRESQL = confined("org.postgresql..", "dev.vitrine.store..");
  @ArchTest static final ArchRule POOL = confined("com.zaxxer..", "dev.vitrine.store.connection");

  @ArchTest
  static final ArchRule FLYWAY =
      confined("org.flywaydb..", "dev.vitrine.store", "dev.vitrine.store.migration");

  @ArchTest
  static final ArchRule JACKSON =
      confined(
          "com.fasterxml..",
          "dev.vitrine.share",
          "dev.vitrine.store.audit",
          "dev.vitrine.store.signature",
          "dev.vitrine.cli..",
          "dev.vitrine.server..");

  @ArchTest
  static final ArchRule PASSWORDS = confined("org.springframework..", "dev.vitrine.authentication");

  @ArchTest
  static final ArchRule SASLPREP = confined("com.ongres..", "dev.vitrine.authentication.scram");

  @ArchTest
  static final ArchRule BOUNDED_MAPS =
      confined(
          "com.github.benmanes..",
          "dev.vitrine.authentication",
          "dev.vitrine.query",
          "dev.vitrine.session..",
          "dev.vitrine.store",
          "dev.vitrine.store.relation",
          "dev.vitrine.wire");

  @ArchTest
  static final ArchRule PROVIDER_TOKENS = confined("com.nimbusds..", "dev.vitrine.authentication");

  @ArchTest
  static final ArchRule S3 = confined("software.amazon.awssdk..", "dev.vitrine.artifact.s3");

  @ArchTest
  static final ArchRule MARKDOWN = confined("org.commonmark..", "dev.vitrine.server.web.content");

  @ArchTest
  static final ArchRule SANITIZER = confined("org.owasp..", "dev.vitrine.server.web.content");

  @ArchTest
  static final ArchRule GRAPH_LAYOUT =
      confined("org.eclipse.elk..", "dev.vitrine.server.web.lineage");

  @ArchTest static final ArchRule YAML = confined("org.yaml..", "dev.vitrine.artifact");

  @ArchTest static final ArchRule HTTP_SERVER = confined("io.javalin..", "dev.vitrine.server..");

  @ArchTest static final ArchRule TEMPLATES = confined("gg.jte..", "dev.vitrine.server.web..");

  @ArchTest static final ArchRule JETTY = confined("org.eclipse.jetty..", "dev.vitrine.server..");

  @ArchTest static final ArchRule SERVLETS = confined("jakarta.servlet..", "dev.vitrine.server..");

  @ArchTest
  static final ArchRule HTTP_CLIENT =
      confined(
          "java.net.http..",
          "dev.vitrine.jdbc.transport",
          "dev.vitrine.cli.migrate.http",
          "dev.vitrine.cli.server.demo",
          "dev.vitrine.server.web.draft");

  @ArchTest static final ArchRule METRICS = confined("io.prometheus..", "dev.vitrine.server..");
  @ArchTest static final ArchRule LOG = confined("ch.qos.logback..", "dev.vitrine.cli.server");
  @ArchTest static final ArchRule PICOCLI = confined("picocli..", "dev.vitrine.cli..");
  @ArchTest static final ArchRule JLINE = confined("org.jline..", "dev.vitrine.cli..");

  @ArchTest
  static final ArchRule STATEMENT_TEXTS =
      noClasses()
          .that()
          .resideInAPackage("dev.vitrine.registry..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "dev.vitrine.statement",
                  "dev.vitrine.statement.build",
                  "dev.vitrine.statement.format",
                  "dev.vitrine.statement.text"))
          .because("a task sees records, whatever text or call they came from");

  @ArchTest
  static final ArchRule NAMES =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl");

  @ArchTest
  static final ArchRule THIN_DRIVER =
      classes()
          .that()
          .resideInAnyPackage("dev.vitrine.jdbc..", "dev.vitrine.protocol")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.vitrine.jdbc..",
                  "dev.vitrine.protocol",
                  "java..",
                  "javax.net.ssl..",
                  "org.jspecify.annotations"))
          .because("vitrine-driver.jar has nothing else, and the JVM skips missing annotations");

  private static ArchRule confined(String library, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat(resideInAnyPackage(library));
  }

  private static DescribedPredicate<JavaClass> calcite() {
    return DescribedPredicate.describe(
        "are Calcite's, Avatica not included",
        type ->
            type.getPackageName().startsWith("org.apache.calcite")
                && !type.getPackageName().startsWith("org.apache.calcite.avatica"));
  }
}
