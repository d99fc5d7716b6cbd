package dev.vitrine.protocol;

/** Opens the engine in this process; the driver finds it as a service, if it is there. */
public interface SqlServiceFactory {
  /** The service of the store at this URL, for one connection, which closes it. */
  SqlService open(String url);
}
