package dev.vitrine.authentication.scram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.postgres.SharedPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScramExchangeTest {
  private static final byte[] UNBOUND = {};
  private static final byte[] CERTIFICATE = {1, 2, 3};
  private static final int ITERATIONS = 4_096;

  /** Of the example in RFC 7677. */
  private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

  private static final ScramVerifier PENCIL = ScramVerifier.of("pencil", ITERATIONS, SALT);

  @Test
  void theExampleOfRfc7677() throws Exception {
    String nonce = "rOprNGfwEbeRWgbNEkqO";
    ScramExchange exchange =
        ScramExchange.begin(
            ClientFirst.parse(ScramExchange.PLAIN, "n,,n=user,r=" + nonce, UNBOUND),
            PENCIL,
            "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
    assertThat(exchange.challenge())
        .isEqualTo(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    String last =
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    RecoveredKey key = exchange.recover(last);
    assertThat(key.proves(PENCIL.text())).isTrue();
    assertThat(exchange.serverFinal()).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    // The client of the tests is one of the RFC.
    assertThat(new ScramClient("pencil", "user", nonce).last(exchange.challenge())).isEqualTo(last);
    assertThat(key.toString() + PENCIL).doesNotContain(key.secret()).doesNotContain("W22Z");
  }

  /** PostgreSQL itself prepares and hashes the same passwords to the same verifiers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "pencil",
        "correct horse battery staple",
        "I\u00ADX", // a soft hyphen is removed
        "\u2168", // compatibility: IX
        "e\u0301t\u00E9", // composed
        "non\u00A0breaking", // a space
        "bell\u0007\u2168", // a control character: unprepared
        "\uD83D\uDE00\u2168", // unassigned in Unicode 3.2: unprepared
        "\u0627\u2168", // directions mixed: unprepared
        "\u00AD" // nothing is left: unprepared
      })
  void verifiersEqualThoseOfPostgresql(String password) throws Exception {
    String role = "scram_" + ProcessHandle.current().pid();
    try (Connection connection = DriverManager.getConnection(SharedPostgres.url("postgres"));
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL password_encryption = 'scram-sha-256'");
      statement.execute("CREATE ROLE " + role + " PASSWORD '" + password + "'");
      String theirs;
      try (ResultSet row =
          statement.executeQuery(
              "SELECT rolpassword FROM pg_authid WHERE rolname = '" + role + "'")) {
        row.next();
        theirs = row.getString(1);
      }
      connection.rollback();
      ScramVerifier parsed = ScramVerifier.parse(theirs);
      assertThat(parsed.text()).isEqualTo(theirs);
      byte[] salt = Base64.getDecoder().decode(parsed.saltText());
      assertThat(ScramVerifier.of(password, parsed.iterations(), salt).text()).isEqualTo(theirs);
    }
  }

  @Test
  void onlyTheRightPasswordOfThePresentVerifierIsProven() throws Exception {
    assertThat(recovered("pencil", PENCIL).proves(PENCIL.text())).isTrue();
    assertThat(recovered("Pencil", PENCIL).proves(PENCIL.text())).isFalse();
    ScramVerifier changed = ScramVerifier.of("pencil", ITERATIONS);
    assertThat(changed.text()).isNotEqualTo(PENCIL.text());
    assertThat(recovered("pencil", PENCIL).proves(changed.text())).isFalse();
    ScramVerifier decoy = ScramVerifier.decoy(SALT, "eve", ITERATIONS);
    assertThat(recovered("pencil", decoy).proves(PENCIL.text())).isFalse();
    assertThat(recovered("pencil", decoy).proves(decoy.text())).isFalse();
  }

  private static RecoveredKey recovered(String password, ScramVerifier verifier) throws Exception {
    ScramClient client = new ScramClient(password);
    ScramExchange exchange =
        ScramExchange.begin(ScramExchange.PLAIN, client.first(), UNBOUND, verifier);
    return exchange.recover(client.last(exchange.challenge()));
  }

  @Test
  void aProofIsOfOneExchange() throws Exception {
    ScramClient client = new ScramClient("pencil");
    ScramExchange one = begin(client.first(), UNBOUND);
    ScramExchange other = begin(client.first(), UNBOUND);
    String last = client.last(one.challenge());
    assertThat(one.recover(last).proves(PENCIL.text())).isTrue();
    assertRefused(ErrorCode.PROTOCOL_VIOLATION, () -> other.recover(last));
  }

  private static ScramExchange begin(String first, byte[] endPoint) {
    return ScramExchange.begin(ScramExchange.PLAIN, first, endPoint, PENCIL);
  }

  private static void assertRefused(ErrorCode code, Runnable step) {
    assertThatThrownBy(step::run)
        .isInstanceOfSatisfying(
            VitrineException.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SCRAM-SHA-256 | '' | PROTOCOL_VIOLATION",
        "SCRAM-SHA-256 | n,,n=,r= | PROTOCOL_VIOLATION",
        "SCRAM-SHA-256 | n,,r=abc | PROTOCOL_VIOLATION",
        "SCRAM-SHA-256 | n,,n=,r=a b | PROTOCOL_VIOLATION",
        "SCRAM-SHA-256 | x,,n=,r=abc | PROTOCOL_VIOLATION",
        "SCRAM-SHA-256 | n,n=,r=abc | PROTOCOL_VIOLATION",
        "SCRAM-SHA-256 | n,a=admin,n=,r=abc | UNSUPPORTED_FEATURE",
        "SCRAM-SHA-256 | n,,m=x,n=,r=abc | UNSUPPORTED_FEATURE",
        "SCRAM-SHA-256 | p=tls-server-end-point,,n=,r=abc | PROTOCOL_VIOLATION",
        "SCRAM-SHA-256 | y,,n=,r=abc | AUTHENTICATION_FAILED",
        "SCRAM-SHA-256-PLUS | n,,n=,r=abc | PROTOCOL_VIOLATION",
        "SCRAM-SHA-256-PLUS | y,,n=,r=abc | PROTOCOL_VIOLATION",
        "SCRAM-SHA-256-PLUS | p=tls-unique,,n=,r=abc | UNSUPPORTED_FEATURE",
        "SCRAM-SHA-1 | n,,n=,r=abc | PROTOCOL_VIOLATION"
      })
  void firstMessagesAreRefusedWithChannelBinding(String mechanism, String first, ErrorCode code) {
    assertRefused(code, () -> ScramExchange.begin(mechanism, first, CERTIFICATE, PENCIL));
  }

  @Test
  void withoutChannelBindingItIsNotOffered() {
    String first = "p=tls-server-end-point,,n=,r=abc";
    assertThat(ScramExchange.mechanisms(UNBOUND)).containsExactly("SCRAM-SHA-256");
    assertThat(ScramExchange.mechanisms(CERTIFICATE))
        .containsExactly("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256");
    assertRefused(
        ErrorCode.PROTOCOL_VIOLATION,
        () -> ScramExchange.begin(ScramExchange.PLUS, first, UNBOUND, PENCIL));
    assertThat(begin("y,,n=,r=abc", UNBOUND).challenge()).startsWith("r=abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c=biws", "c=biws,r=NONCE", "c=biws,r=NONCE,p=", "c=biws,r=abc,p=P"})
  void lastMessagesAreRefused(String form) {
    ScramExchange exchange = begin("n,,n=,r=abc", UNBOUND);
    String nonce = exchange.challenge().replaceFirst("r=([^,]+),.*", "$1");
    String proof = "A".repeat(43) + "=";
    String last = form.replace("NONCE", nonce).replace("P", proof);
    assertRefused(ErrorCode.PROTOCOL_VIOLATION, () -> exchange.recover(last));
    // Only this is missing in the others. Unknown attributes are ignored.
    assertThat(exchange.recover("c=biws,r=" + nonce + ",x=1,p=" + proof).proves(PENCIL.text()))
        .isFalse();
  }

  @Test
  void anotherCertificateIsRefused() {
    String header = "p=tls-server-end-point,,";
    ScramExchange exchange =
        ScramExchange.begin(ScramExchange.PLUS, header + "n=,r=abc", CERTIFICATE, PENCIL);
    String nonce = exchange.challenge().replaceFirst("r=([^,]+),.*", "$1");
    String end = ",r=" + nonce + ",p=" + "A".repeat(43) + "=";
    String wrong = base64(header + "\4\5\6");
    assertRefused(ErrorCode.PROTOCOL_VIOLATION, () -> exchange.recover("c=" + wrong + end));
    String right = base64(header + "\1\2\3");
    assertThat(exchange.recover("c=" + right + end).proves(PENCIL.text())).isFalse();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Messages before the sign-in have up to 10,000 bytes. */
  @Test
  void longMessagesAreReadInOnePass() {
    String many = ",x".repeat(5_000);
    ScramExchange exchange = begin("n,,n=,r=abc" + many, UNBOUND);
    assertRefused(ErrorCode.PROTOCOL_VIOLATION, () -> exchange.recover("c=biws,r=abc" + many));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "md5abc", "SCRAM-SHA-256$4096:a$b", "SCRAM-SHA-256$x:YQ==$YQ==:YQ=="})
  void otherTextsAreNoVerifiers(String text) {
    assertThatThrownBy(() -> ScramVerifier.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a SCRAM verifier");
  }
}
