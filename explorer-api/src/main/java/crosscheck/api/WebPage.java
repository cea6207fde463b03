package crosscheck.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The static files. Every view is the same {@code index.html}; the script in it reads the URL. */
final class WebPage {

  private static final String RESOURCES = "/web";

  /** The page loads nothing from elsewhere, and nobody may frame it. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Cache-Control", "no-cache",
          "Content-Security-Policy",
              "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self';"
                  + " frame-ancestors 'none'",
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer");

  private final Optional<Path> folder;

  WebPage(Optional<Path> folder) {
    this.folder = folder;
  }

  void register(JavalinConfig config) {
    config.staticFiles.add(
        files -> {
          files.hostedPath = "/";
          files.directory = folder.map(Path::toString).orElse(RESOURCES);
          files.location = folder.isPresent() ? Location.EXTERNAL : Location.CLASSPATH;
          files.headers = HEADERS;
        });
  }

  /** Answers with the page, which draws the view that the URL names. */
  void view(Context request) {
    HEADERS.forEach(request::header);
    request.html(index());
  }

  private String index() {
    try {
      if (folder.isPresent()) {
        return Files.readString(folder.get().resolve("index.html"));
      }
      try (InputStream file = WebPage.class.getResourceAsStream(RESOURCES + "/index.html")) {
        if (file == null) {
          throw new IllegalStateException("the page is not on the class path");
        }
        return new String(file.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
