package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The static files. Every view is the same {@code index.html}; the script in it reads the URL, and
 * {@code views.json} is the list of views for the script and for us.
 */
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

  /**
   * Paths of the views, as routes: a part in braces stands for any text.
   *
   * @throws UncheckedIOException when the folder does not hold the page
   * @throws IllegalStateException when the page is not on the class path
   */
  List<String> paths() {
    List<String> paths = new ArrayList<>();
    for (JsonNode view : Json.parse(file("views.json"))) {
      paths.add(view.get("path").asText());
    }
    return paths;
  }

  /** Answers with the page, which draws the view that the URL names. */
  void view(Context request) {
    HEADERS.forEach(request::header);
    request.html(file("index.html"));
  }

  private String file(String name) {
    try {
      if (folder.isPresent()) {
        return Files.readString(folder.get().resolve(name));
      }
      try (InputStream file = WebPage.class.getResourceAsStream(RESOURCES + "/" + name)) {
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
