package crosscheck.api;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may change something. With a token: who shows it. Without: everybody, if the server listens
 * on loopback alone, else nobody. Pages of other origins never may, whatever the browser sends
 * along for them.
 */
final class Access {

  /** Names under which this machine reaches itself: a page may have given itself any other one. */
  private static final Pattern OWN_NAMES =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  private static final String SCHEME = "bearer ";

  private final String host;
  private final Optional<byte[]> tokenDigest;
  private final RateLimit rate;

  Access(ApiSettings settings, RateLimit rate) {
    this.host = settings.host();
    this.tokenDigest = settings.token().map(Access::digest);
    this.rate = rate;
  }

  /**
   * Lets a request pass, or not.
   *
   * @throws ApiException 401, 403 or 429
   */
  void require(Context request) {
    rate.take(request, 1);
    requireSameOrigin(request);
    if (tokenDigest.isPresent()) {
      requireToken(request, tokenDigest.get());
    } else if (!loopback(host)) {
      throw ApiException.forbidden(
          "Changes are off: this server listens on "
              + host
              + " and has no token. Set api.token in its settings.");
    } else if (!OWN_NAMES.matcher(name(request.host())).matches()) {
      throw ApiException.forbidden(
          "Without a token, changes are taken for localhost alone: this request is for '"
              + name(request.host())
              + "'.");
    }
  }

  private static void requireToken(Context request, byte[] expected) {
    String given = request.header("Authorization");
    if (given == null || !given.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      request.header("WWW-Authenticate", "Bearer");
      throw ApiException.unauthorized("This needs the token: Authorization: Bearer TOKEN.");
    }
    // Digests have one length and no order of their own: comparing them tells nothing of the token.
    if (!MessageDigest.isEqual(expected, digest(given.substring(SCHEME.length()).strip()))) {
      request.header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
      throw ApiException.unauthorized("This is not the token.");
    }
  }

  private static void requireSameOrigin(Context request) {
    String site = request.header("Sec-Fetch-Site");
    boolean foreign = site != null && !site.equals("same-origin") && !site.equals("none");
    String origin = request.header("Origin");
    if (foreign || (origin != null && !sameHost(origin, request.host()))) {
      throw ApiException.forbidden("A page of another origin may not change anything here.");
    }
  }

  private static boolean sameHost(String origin, String host) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The host without the port; empty when there is none. */
  private static String name(String host) {
    return host == null ? "" : host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
  }

  private static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
