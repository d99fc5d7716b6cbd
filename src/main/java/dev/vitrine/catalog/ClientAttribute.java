package dev.vitrine.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Attributes that REST clients store with an object and read again; without effect. */
public enum ClientAttribute {
  /** A JSON object of texts. */
  PROPERTIES(SecurableType.CATALOG, SecurableType.SCHEMA),
  /** A JSON object of texts. */
  OPTIONS(SecurableType.CATALOG),
  DEPLOYMENT_JOB_ID(SecurableType.MODEL);

  private final List<SecurableType> types;

  ClientAttribute(SecurableType... types) {
    this.types = List.of(types);
  }

  /** Those of one kind of object. */
  public static List<ClientAttribute> of(SecurableType type) {
    return Arrays.stream(values()).filter(attribute -> attribute.types.contains(type)).toList();
  }

  /** The name of its column and of its member in JSON. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
