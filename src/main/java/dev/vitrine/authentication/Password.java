package dev.vitrine.authentication;

/** The name of a user, and the password that goes with it. */
public record Password(String user, String password) implements Credentials {

  @Override
  public String toString() {
    return "Password[user=" + user + ", password=********]";
  }
}
