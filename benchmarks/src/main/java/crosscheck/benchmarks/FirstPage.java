package crosscheck.benchmarks;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The first page in a browser that has nothing of it yet. */
final class FirstPage {

  private static final int WARM_UPS = 2;

  /**
   * Notes on the root element when the data stands there, one frame later, and when a key had its
   * effect.
   */
  private static final String WATCH =
      """
      const note = (name, value) => { document.documentElement.dataset[name] = value; };
      let pressed = 0;
      const look = () => {
        const there = (selector) => document.querySelector(selector) !== null;
        if (there(".of-blocks .rows tr") && there(".finalized .mark") && there(".of-events li") && there(".find input")) {
          requestAnimationFrame(() => note("shown", performance.now()));
        } else {
          requestAnimationFrame(look);
        }
      };
      document.addEventListener("DOMContentLoaded", look);
      document.addEventListener("keydown", (event) => { pressed = event.timeStamp; }, true);
      document.addEventListener("focusin", (event) => {
        if (event.target.matches(".find input")) note("answered", performance.now() - pressed);
      });
      """;

  private FirstPage() {}

  /**
   * Opens the page again and again, each time in a new profile.
   *
   * @param url the service
   */
  static List<Row> rows(Browser browser, String url, int rounds) {
    double[] shown = new double[rounds];
    double[] answered = new double[rounds];
    double kilobytes = 0;
    for (int round = -WARM_UPS; round < rounds; round++) {
      try (BrowserContext profile = browser.newContext()) {
        Page page = profile.newPage();
        page.setViewportSize(1280, 900);
        page.addInitScript(WATCH);
        List<Request> finished = new ArrayList<>();
        page.onRequestFinished(finished::add);
        page.navigate(url + "/");
        shown[Math.max(0, round)] = noted(page, "shown");
        page.keyboard().press("/");
        answered[Math.max(0, round)] = noted(page, "answered");
        kilobytes = List.copyOf(finished).stream().mapToDouble(FirstPage::bytes).sum() / 1000;
      }
    }
    Arrays.sort(shown);
    Arrays.sort(answered);
    return List.of(
        Row.of("first page, transferred", "KB", kilobytes).goal(300),
        Row.of("first page, until it shows its data, median", "ms", shown[rounds / 2]).goal(1000),
        Row.of("… slowest", "ms", shown[rounds - 1]),
        Row.of("… then a key until its effect, median", "ms", answered[rounds / 2]),
        Row.of("… slowest", "ms", answered[rounds - 1]));
  }

  private static double noted(Page page, String name) {
    return Double.parseDouble(
        page.waitForSelector("html[data-" + name + "]").getAttribute("data-" + name));
  }

  private static double bytes(Request request) {
    return request.sizes().responseBodySize + request.sizes().responseHeadersSize;
  }
}
