package dev.vitrine.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;

/** An identity provider that publishes its key in a file. */
public final class TestProvider {
  private static final String ISSUER = "https://login.example.com/";
  private static final String AUDIENCE = "vitrine";

  private final RSAKey key;
  private final Path published;

  /** Publishes the key in a folder. */
  public TestProvider(Path folder) throws IOException {
    key = TestKeys.provider("only");
    published = folder.resolve("keys.json");
    Files.writeString(published, new JWKSet(key.toPublicJWK()).toString());
  }

  /** Its settings for a server. */
  public OidcProvider provider() {
    return new OidcProvider(ISSUER, AUDIENCE, published.toUri(), "preferred_username");
  }

  /** A token of a user, valid for some minutes; null claims nothing. */
  public String token(String user, Object groups) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(AUDIENCE)
            .claim("preferred_username", user)
            .claim("groups", groups)
            .expirationTime(Date.from(Instant.now().plusSeconds(600)))
            .build();
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("only").build(), claims);
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException exception) {
      throw new IllegalStateException(exception);
    }
    return token.serialize();
  }
}
