package crosscheck.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whether every view can be read and used by everybody: contrast, keyboard, names. */
@Timeout(300)
class AccessPageTest {

  @RegisterExtension static final BrowserPages BROWSER = new BrowserPages();

  private static WatchedNetwork network;
  private static IndexedExplorer invalid;

  @BeforeAll
  static void play() {
    network = new WatchedNetwork().played();
    invalid = IndexedExplorer.begin("invalid-16").deliver(60);
    invalid.database().jdbi().useHandle(StoredExercises::put);
  }

  @AfterAll
  static void close() {
    network.close();
    invalid.close();
  }

  /** Every view with something in it, and what is red, grey or marked in it. */
  private static List<String> urls() {
    List<String> urls = new ArrayList<>();
    StatesPageTest.views(network).forEach(path -> urls.add(network.url(path)));
    urls.remove(network.url("/exercises"));
    String refused = invalid.data("/blocks?verdict=invalid&limit=1").at("/0/hash").asText();
    String malformed = invalid.data("/blocks?verdict=malformed&limit=1").at("/0/sha256").asText();
    for (String path :
        List.of("/", "/blocks", "/forks", "/block/" + refused, "/block/" + malformed)) {
      urls.add(invalid.url(path));
    }
    for (String path : List.of("/exercises", "/exercise/1", "/exercise/2", "/nowhere")) {
      urls.add(invalid.url(path));
    }
    urls.add(invalid.url("/checks#ATTESTATION_CROSSLINK_PARENT"));
    return urls;
  }

  /**
   * Each text that is seen, as it is painted: its colour over the colours behind it. What the rules
   * leave out is left out: names of the colours of pictures, and what is switched off.
   */
  private static final String FAINT =
      """
      () => {
        const channels = (colour) => {
          const part = /^color\\(srgb ([\\d.e-]+) ([\\d.e-]+) ([\\d.e-]+)(?: \\/ ([\\d.e-]+))?\\)/.exec(colour);
          if (part) return [255 * part[1], 255 * part[2], 255 * part[3], Number(part[4] ?? 1)];
          const [r, g, b, a = 1] = (colour.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
          return [r, g, b, a];
        };
        const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
        const behind = (element) => {
          const layers = [];
          for (let at = element; at; at = at.parentElement) {
            const colour = channels(getComputedStyle(at).backgroundColor);
            if (colour[3] > 0) layers.push(colour);
            if (colour[3] === 1) break;
          }
          return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
        };
        const opacity = (element) => {
          let all = 1;
          for (let at = element; at; at = at.parentElement) all *= Number(getComputedStyle(at).opacity);
          return all;
        };
        const light = ([r, g, b]) => {
          const [R, G, B] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
          return 0.2126 * R + 0.7152 * G + 0.0722 * B;
        };
        const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
        const found = [];
        let read = 0;
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const judge = (element, colour, text, style) => {
          read++;
          const [r, g, b, a] = channels(colour);
          const ground = behind(element);
          const seen = over([r, g, b, a * opacity(element)], ground);
          const size = parseFloat(style.fontSize);
          const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
          const is = ratio(seen, ground);
          if (is < least) found.push(`${is.toFixed(2)} "${text.trim().slice(0, 30)}" in ${element.tagName}.${element.className?.baseVal ?? element.className}`);
        };
        while (texts.nextNode()) {
          const element = texts.currentNode.parentElement;
          if (!texts.currentNode.data.trim() || element.closest(":disabled, script, style, noscript, option, .hidden-text")) continue;
          if (!element.checkVisibility({ visibilityProperty: true })) continue;
          const style = getComputedStyle(element);
          judge(element, element instanceof SVGElement ? style.fill : style.color, texts.currentNode.data, style);
        }
        for (const field of document.querySelectorAll("input[placeholder]")) {
          if (field.checkVisibility()) judge(field, getComputedStyle(field, "::placeholder").color, field.placeholder, getComputedStyle(field));
        }
        if (read < 20) found.push(`only ${read} texts`);
        return [...new Set(found)];
      }
      """;

  /**
   * What takes the focus shows it; what scrolls can be scrolled by keys; what is pressed has a
   * name.
   */
  private static final String UNUSABLE =
      """
      () => {
        const found = [];
        const name = (e) => `${e.tagName}.${e.className?.baseVal ?? e.className} "${(e.innerText ?? "").slice(0, 20)}"`;
        const seen = (e) => e.checkVisibility({ visibilityProperty: true });
        const takes = "a[href], button:not(:disabled), input, select, summary, [tabindex='0']";
        for (const element of document.querySelectorAll(takes)) {
          if (!seen(element)) continue;
          element.focus({ focusVisible: true });
          if (document.activeElement !== element) {
            found.push(`takes no focus: ${name(element)}`);
            continue;
          }
          const { outlineStyle, outlineWidth, opacity } = getComputedStyle(element);
          if (outlineStyle === "none" || parseFloat(outlineWidth) < 2 || opacity === "0") found.push(`does not show the focus: ${name(element)}`);
          if (!element.ariaLabel && !element.innerText?.trim() && !element.title && !element.labels?.length && !element.querySelector("[aria-label]")) {
            found.push(`has no name: ${name(element)}`);
          }
        }
        document.activeElement.blur();
        for (const element of document.querySelectorAll("main *")) {
          const { overflowX, overflowY } = getComputedStyle(element);
          const scrolls = (/auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth) || (/auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight);
          if (scrolls && seen(element) && element.tabIndex < 0 && !element.querySelector(takes)) found.push(`cannot be scrolled by keys: ${name(element)}`);
        }
        if (document.querySelectorAll("h1").length !== 1) found.push(`has ${document.querySelectorAll("h1").length} h1`);
        for (const image of document.querySelectorAll("img:not([alt]), [role=img]:not([aria-label])")) found.push(`has no words: ${name(image)}`);
        return [...new Set(found)];
      }
      """;

  /** Each view is opened once, and looked at in both themes and both widths. */
  @Test
  void canBeReadInBothThemesAndUsedByTheKeyboardAlone() {
    List<String> faults = new ArrayList<>();
    Page page = BROWSER.open();
    for (String url : urls()) {
      String path = url.replaceFirst("http://[^/]*", "");
      resize(page, BrowserPages.Screen.DESKTOP);
      show(page, url);
      judge(page, path, faults);
      note(faults, path, page, UNUSABLE);
      resize(page, BrowserPages.Screen.PHONE);
      note(faults, "on a phone " + path, page, UNUSABLE);
    }
    resize(page, BrowserPages.Screen.DESKTOP);
    page.keyboard().press("/");
    page.keyboard().type(invalid.entries().get(30).get("root").asText().substring(0, 10));
    assertThat(page.locator(".found li").first()).containsText("block");
    page.keyboard().press("ArrowDown");
    assertThat(page.locator(".found [aria-selected=true]")).containsText("valid");
    judge(page, "search", faults);
    Assertions.assertThat(faults).isEmpty();
    BROWSER.excuse(complaint -> complaint.contains("404"));
  }

  private static void judge(Page page, String path, List<String> faults) {
    for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      note(faults, scheme + " " + path, page, FAINT);
    }
  }

  private static void note(List<String> faults, String where, Page page, String question) {
    ((List<?>) page.evaluate(question)).forEach(one -> faults.add(where + " " + one));
  }

  private static void resize(Page page, BrowserPages.Screen screen) {
    page.setViewportSize(screen.width, screen.height);
    // Drawn anew before anything is measured.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))");
  }

  private static void show(Page page, String url) {
    page.navigate(url);
    assertThat(page.locator("main h1").first()).isAttached();
    assertThat(page.locator(".skeleton")).hasCount(0);
  }
}
