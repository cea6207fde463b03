package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Pages in a real browser, for the tests of a class. A test opens as many as it likes; after it
 * they are closed, and the test fails when any of them wrote an error or a warning to the console,
 * or threw.
 *
 * <pre>{@code
 * @RegisterExtension static final BrowserPages BROWSER = new BrowserPages();
 * …
 * Page page = BROWSER.open();
 * page.navigate(explorer.url("/forks"));
 * }</pre>
 *
 * <p>Chromium is looked for at {@code CROSSCHECK_CHROMIUM} and the usual places; where there is
 * none the tests are skipped and say so. It is started once for all classes of a run.
 */
final class BrowserPages implements BeforeAllCallback, AfterEachCallback {

  /** Sizes of a window, CSS pixels. */
  enum Screen {
    DESKTOP(1280, 900),
    PHONE(390, 844);

    final int width;
    final int height;

    Screen(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  /** The one browser of a run; closed when the run ends. */
  private record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {

    static Chromium launch(Path executable) {
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
      return new Chromium(
          playwright,
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(executable)
                      .setArgs(List.of("--no-sandbox"))));
    }

    @Override
    public void close() {
      playwright.close();
    }
  }

  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private Browser browser;

  @Override
  public void beforeAll(ExtensionContext context) {
    Path executable = executable().orElseGet(BrowserPages::skip);
    browser =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(BrowserPages.class))
            .computeIfAbsent("chromium", key -> Chromium.launch(executable), Chromium.class)
            .browser();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    List<String> heard = List.copyOf(complaints);
    complaints.clear();
    assertThat(heard).as("what the browser complained about").isEmpty();
  }

  /** A light page of a desktop's size. */
  Page open() {
    return open(Screen.DESKTOP, ColorScheme.LIGHT);
  }

  /** A page of its own, which shares nothing with others. */
  Page open(Screen screen, ColorScheme scheme) {
    return open(
        new Browser.NewContextOptions()
            .setViewportSize(screen.width, screen.height)
            .setHasTouch(screen == Screen.PHONE)
            .setColorScheme(scheme));
  }

  /** A page of its own with settings of its own. */
  Page open(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    contexts.add(context);
    Page page = context.newPage();
    page.setDefaultTimeout(20_000);
    page.onConsoleMessage(
        message -> {
          if (List.of("error", "warning").contains(message.type())) {
            complaints.add(message.type() + ": " + message.text() + " at " + message.location());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  /** For what the test itself made the browser complain about. */
  void excuse(Predicate<String> complaint) {
    complaints.removeIf(complaint);
  }

  private static Optional<Path> executable() {
    return Stream.of(
            Optional.ofNullable(System.getenv("CROSSCHECK_CHROMIUM")).orElse(""),
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome")
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Path skip() {
    String message =
        "SKIPPED: the tests of the page need Chromium. Install it (apt-get install chromium), or"
            + " name its executable with CROSSCHECK_CHROMIUM=/path/to/chromium";
    System.err.println(message);
    return Assumptions.abort(message);
  }
}
