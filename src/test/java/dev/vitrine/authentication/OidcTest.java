package dev.vitrine.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.vitrine.TestClock;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.OpenStores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens of an identity provider, which publishes its keys in a file. */
final class OidcTest {
  private static final String ISSUER = "https://login.example.com/";
  private static final String LET_IN = "let in";
  private static final String INVALID = "The token is invalid.";

  private final TestClock clock = new TestClock();
  private final RSAKey rsa = TestKeys.provider("rsa");
  private final ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();

  @TempDir private Path folder;

  private Client admin;
  private StoreAuthenticator authenticator;

  OidcTest() throws JOSEException {}

  private StoreAuthenticator open(TestStore store, String claim) throws IOException {
    TestRegistry registry = TestRegistry.open(store);
    admin = registry.admin();
    admin.run("CREATE USER `alice@example.com`; CREATE GROUP crew");
    Path keys = folder.resolve("keys.json");
    Files.writeString(keys, new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK())).toString());
    authenticator = new StoreAuthenticator(OpenStores.at(registry.url()), clock);
    return authenticator.accepting(new OidcProvider(ISSUER, "vitrine", keys.toUri(), claim));
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(List.of("other", "vitrine"))
        .subject("4711")
        .claim("email", "Alice@example.com")
        .claim("email_verified", true)
        .issueTime(Date.from(clock.instant()))
        .expirationTime(Date.from(clock.instant().plusSeconds(600)));
  }

  private String signed(
      JWSAlgorithm algorithm, String type, String keyId, JWSSigner signer, JWTClaimsSet claims)
      throws JOSEException {
    JWSHeader header =
        new JWSHeader.Builder(algorithm)
            .type(type == null ? null : new JOSEObjectType(type))
            .keyID(keyId)
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(signer);
    return token.serialize();
  }

  private String token(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
    JWTClaimsSet claims = change.apply(claims()).build();
    return signed(JWSAlgorithm.RS256, "JWT", "rsa", new RSASSASigner(rsa), claims);
  }

  private static String answer(Authenticator authenticator, String token) {
    try {
      assertThat(authenticator.authenticate(new Bearer(token)).user())
          .isEqualTo("alice@example.com");
      return LET_IN;
    } catch (VitrineException refusal) {
      assertThat(refusal.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
      assertThat(refusal.hint()).isNotEmpty();
      assertThat(refusal.getMessage()).doesNotContain("eyJ");
      return refusal.problem();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void tokensOfTheProviderLetTheirUserIn(TestStore store) throws Exception {
    StoreAuthenticator both = open(store, "email");
    JWTClaimsSet claims = claims().build();
    List<String> valid =
        List.of(
            token(same -> same),
            signed(JWSAlgorithm.PS512, "at+jwt", "rsa", new RSASSASigner(rsa), claims),
            signed(JWSAlgorithm.ES256, null, "ec", new ECDSASigner(ec), claims),
            token(change -> change.audience("vitrine").notBeforeTime(Date.from(clock.instant()))));
    for (String token : valid) {
      assertThat(answer(both, token)).isEqualTo(LET_IN);
      assertThat(answer(authenticator, token)).isEqualTo(INVALID);
    }
    String own = (String) admin.rows("CREATE TOKEN").get(0).get(1);
    assertThat(both.authenticate(new Bearer(own)).user()).isEqualTo("admin");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everythingElseIsRefused(TestStore store) throws Exception {
    StoreAuthenticator both = open(store, "email");
    JWTClaimsSet claims = claims().build();
    String valid = token(same -> same);
    String[] parts = valid.split("\\.");
    String others = token(change -> change.claim("email", "admin"));
    RSAKey stranger = TestKeys.stranger("rsa");
    byte[] publicKey = rsa.toRSAPublicKey().getEncoded();
    List<String> wrong =
        List.of(
            "",
            "a.b.c",
            valid + "x",
            parts[0] + "." + parts[1] + ".",
            parts[0] + "." + others.split("\\.")[1] + "." + parts[2],
            new PlainJWT(claims).serialize(),
            signed(JWSAlgorithm.HS256, "JWT", "rsa", new MACSigner(publicKey), claims),
            signed(JWSAlgorithm.RS256, "JWT", "rsa", new RSASSASigner(stranger), claims),
            signed(JWSAlgorithm.RS256, "logout+jwt", "rsa", new RSASSASigner(rsa), claims),
            token(change -> change.issuer("https://login.example.org/")),
            token(change -> change.issuer(null)),
            token(change -> change.audience("other")),
            token(change -> change.audience((String) null)),
            token(change -> change.expirationTime(null)),
            token(change -> change.notBeforeTime(Date.from(clock.instant().plusSeconds(120)))),
            token(change -> change.claim("email", null)),
            token(change -> change.claim("email", 7)),
            token(change -> change.claim("email_verified", false)),
            token(change -> change.claim("email_verified", "false")),
            token(change -> change.claim("email_verified", 1)),
            token(change -> change.claim("email_verified", null)),
            token(change -> change.claim("x", "x".repeat(20_000))),
            signed(JWSAlgorithm.RS256, "JWT", "new", new RSASSASigner(stranger), claims));
    for (String token : wrong) {
      assertThat(answer(both, token)).as(token).isEqualTo(INVALID);
    }
    for (String name : List.of("bob", "crew", "account users", "", "al\0ice")) {
      assertThat(answer(both, token(change -> change.claim("email", name))))
          .isEqualTo("There is no user '" + name + "'.");
    }
    assertThat(answer(both, valid)).isEqualTo(LET_IN);
    admin.run("DROP USER `alice@example.com`");
    assertThat(answer(both, valid)).startsWith("There is no user");
    assertThat(
            admin.rows("SELECT * FROM system.access.audit WHERE action_name = 'login'").toString())
        .contains("bob", "There is no user 'al\ufffdice'.")
        .doesNotContain("eyJ");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theyExpire(TestStore store) throws Exception {
    StoreAuthenticator both = open(store, "email");
    String token = token(same -> same);
    clock.pass(Duration.ofMinutes(10));
    assertThat(answer(both, token)).isEqualTo(LET_IN);
    clock.pass(Duration.ofSeconds(61));
    assertThat(answer(both, token)).isEqualTo("The token has expired.");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aNewKeyIsFoundAndTheUserIsInTheClaimThatWasChosen(TestStore store) throws Exception {
    StoreAuthenticator both = open(store, "upn");
    UnaryOperator<JWTClaimsSet.Builder> named = with -> with.claim("upn", "ALICE@example.com");
    assertThat(answer(both, token(named))).isEqualTo(LET_IN);
    assertThat(answer(both, token(same -> same))).isEqualTo(INVALID);
    RSAKey next = TestKeys.next("next");
    JWTClaimsSet claims = named.apply(claims()).build();
    String later = signed(JWSAlgorithm.RS256, "JWT", "next", new RSASSASigner(next), claims);
    Files.writeString(folder.resolve("keys.json"), new JWKSet(next.toPublicJWK()).toString());
    assertThat(answer(both, later)).isEqualTo(LET_IN);
    assertThat(answer(both, token(named))).isEqualTo(INVALID);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void keysThatCannotBeReadAreNoReasonToLetIn(TestStore store) throws Exception {
    StoreAuthenticator both = open(store, "email");
    Files.delete(folder.resolve("keys.json"));
    assertThat(answer(both, token(same -> same)))
        .isEqualTo("The keys of the identity provider cannot be read.");
  }

  @Test
  void aProviderIsComplete() {
    URI keys = URI.create("https://login.example.com/keys");
    assertThat(new OidcProvider(ISSUER, "vitrine", keys, "sub").keys()).isEqualTo(keys);
    for (String wrong : List.of("http://login.example.com/keys", "keys.json", "jar:file:x!/y")) {
      assertThatThrownBy(() -> new OidcProvider(ISSUER, "vitrine", URI.create(wrong), "sub"))
          .isInstanceOf(VitrineException.class)
          .hasMessageContaining("https: or file:");
    }
    assertThatThrownBy(() -> new OidcProvider(ISSUER, "", keys, "sub"))
        .hasMessageContaining("no audience");
    assertThatThrownBy(() -> new OidcProvider(" ", "vitrine", keys, "sub"))
        .hasMessageContaining("no issuer");
    assertThatThrownBy(() -> new OidcProvider(ISSUER, "vitrine", keys, ""))
        .hasMessageContaining("no claim");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anAddressCountsAsVerifiedIfTheTokenOrTheOperatorSaysSo(TestStore store) throws Exception {
    StoreAuthenticator strict = open(store, "email");
    URI keys = folder.resolve("keys.json").toUri();
    StoreAuthenticator trusting =
        authenticator.accepting(
            new OidcProvider(ISSUER, "vitrine", keys, "email").trustingEmails());
    String silent = token(change -> change.claim("email_verified", null));
    assertThat(answer(strict, silent)).isEqualTo(INVALID);
    assertThat(answer(trusting, silent)).isEqualTo(LET_IN);
    assertThat(answer(trusting, token(change -> change.claim("email_verified", false))))
        .isEqualTo(INVALID);
    assertThat(answer(strict, token(change -> change.claim("email_verified", "true"))))
        .isEqualTo(LET_IN);
  }
}
