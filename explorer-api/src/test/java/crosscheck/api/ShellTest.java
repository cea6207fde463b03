package crosscheck.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What stands around every view: names of the views, keys, addresses. */
@Timeout(120)
class ShellTest {

  @RegisterExtension static final BrowserPages BROWSER = new BrowserPages();

  private static IndexedExplorer explorer;

  @BeforeAll
  static void judge() {
    explorer = IndexedExplorer.of("forks-16");
  }

  @AfterAll
  static void close() {
    explorer.close();
  }

  @Test
  void opensEachViewByItsNameAndByItsKeys() {
    Page page = BROWSER.open();
    page.navigate(explorer.url("/checks"));
    for (JsonNode view : views()) {
      if (!view.path("nav").asBoolean()) {
        continue;
      }
      String name = view.get("title").asText();
      Locator link =
          navigation(page).getByText(name, new Locator.GetByTextOptions().setExact(true));
      link.click();
      assertThat(page).hasURL(explorer.url(view.get("path").asText()));
      assertThat(link).hasAttribute("aria-current", "page");
      assertThat(page).hasTitle(name + " · Crosscheck");

      page.navigate(explorer.url("/checks"));
      assertThat(page.locator("h1")).hasText("Checks");
      page.keyboard().press("g");
      page.keyboard().press(view.get("key").asText());
      assertThat(page).hasURL(explorer.url(view.get("path").asText()));
    }
  }

  @Test
  void listsItsKeysWhenAsked() {
    Page page = BROWSER.open();
    page.navigate(explorer.url("/checks"));
    assertThat(navigation(page)).isVisible();
    page.keyboard().press("?");
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("Checks");
    page.keyboard().press("Escape");
    assertThat(dialog).isHidden();
  }

  @Test
  void saysThatThereIsNoSuchPage() {
    Page page = BROWSER.open();
    Assertions.assertThat(page.navigate(explorer.url("/nowhere")).status()).isEqualTo(404);
    assertThat(page.locator(".note")).containsText("There is no such page");
    BROWSER.excuse(complaint -> complaint.contains("404"));
  }

  @Test
  void keepsTheNamesOfTheViewsWithinAPhone() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = BROWSER.open(BrowserPages.Screen.PHONE, scheme);
      page.navigate(explorer.url("/checks"));
      assertThat(navigation(page).locator("[aria-current]")).isInViewport();
      Assertions.assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
          .isLessThanOrEqualTo(390);
    }
  }

  @Test
  void hearsEveryTypeOfEventThatThereIs() {
    Page page = BROWSER.open();
    page.navigate(explorer.url("/checks"));
    Object heard = page.evaluate("import('/lib/api.js').then(api => api.EVENT_TYPES)");
    List<String> types =
        explorer
            .database()
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .select("select unnest(enum_range(null::event_type))::text")
                        .mapTo(String.class)
                        .list());
    Assertions.assertThat((List<?>) heard)
        .map(String::valueOf)
        .containsExactlyInAnyOrderElementsOf(types);
  }

  private static Locator navigation(Page page) {
    return page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Views"));
  }

  private static JsonNode views() {
    return Json.parse(Explorer.text(explorer.explorer().get("/views.json")));
  }
}
