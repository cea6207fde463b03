package crosscheck.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

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

/** The page of the API: every address, its parameters, and an answer on trying. */
@Timeout(120)
class ApiViewTest {

  @RegisterExtension static final BrowserPages BROWSER = new BrowserPages();

  private static Explorer explorer;

  @BeforeAll
  static void begin() {
    explorer = BadRequestsTest.withGenesis();
  }

  @AfterAll
  static void close() {
    explorer.close();
  }

  @Test
  void showsEveryAddressAndTriesOne() {
    Page page = BROWSER.open();
    page.navigate(explorer.url("/api"));
    assertThat(page.locator(".api-address")).hasCount(explorer.server().addresses().size());
    Locator blocks = page.locator("#getApiV1BlocksBlockId");
    blocks.locator("summary").click();
    blocks.getByLabel("block_id").fill("genesis");
    assertThat(blocks.locator(".api-request")).containsText("/api/v1/blocks/genesis");
    blocks.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Try it")).click();
    assertThat(blocks.locator(".api-status")).containsText("200");
    assertThat(blocks.locator("pre")).containsText("\"verdict\": \"genesis\"");
  }

  @Test
  void opensTheAddressThatTheUrlNames() {
    Page page = BROWSER.open();
    page.navigate(explorer.url("/api#getApiV1Blocks"));
    assertThat(page.locator("#getApiV1Blocks").getByLabel("graffiti")).isVisible();
  }

  @Test
  void fitsAPhoneInLightAndDark() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = BROWSER.open(BrowserPages.Screen.PHONE, scheme);
      page.navigate(explorer.url("/api#getApiV1Blocks"));
      assertThat(page.locator("#getApiV1Blocks").getByLabel("graffiti")).isVisible();
      Assertions.assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
          .isLessThanOrEqualTo(390);
    }
  }
}
