package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.server.TestServer;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What an application server does with an application that brings the driver. */
final class DriverUnloadTest {
  private static URL place(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  private static void connectOnce(ClassLoader loader, String url) throws Exception {
    Driver driver =
        (Driver)
            loader
                .loadClass("dev.vitrine.jdbc.VitrineDriver")
                .getDeclaredConstructor()
                .newInstance();
    assertThat(driver.getClass().getClassLoader()).isSameAs(loader);
    Properties properties = new Properties();
    properties.setProperty("user", "admin");
    properties.setProperty("password", TestServer.PASSWORD);
    try (Connection connection = driver.connect(url, properties);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT current_user()")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("admin");
    }
    ((Runnable)
            loader
                .loadClass("dev.vitrine.jdbc.Deregistration")
                .getDeclaredConstructor()
                .newInstance())
        .run();
  }

  private static WeakReference<ClassLoader> afterOneConnection(
      String url, ReferenceQueue<ClassLoader> collected) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {place(VitrineDriver.class), place(Deregistration.class)},
            ClassLoader.getPlatformClassLoader())) {
      connectOnce(loader, url);
      return new WeakReference<>(loader, collected);
    }
  }

  /** The HTTP client's thread ends some seconds after the client is collected. */
  @Test
  void classLoaderIsCollectedAfterTheLastConnection() throws Exception {
    try (TestServer server = TestServer.start(TestStore.H2.newUrl())) {
      ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
      WeakReference<ClassLoader> loader = afterOneConnection(server.url(), collected);
      long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
      while (loader.get() != null && System.nanoTime() < end) {
        System.gc();
        collected.remove(250);
      }
      assertThat(loader.get()).isNull();
    }
  }
}
