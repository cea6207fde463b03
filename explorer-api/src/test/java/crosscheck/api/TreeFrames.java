package crosscheck.api;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures how smoothly the forks view moves with 5,000 blocks in sight, in headless Chromium: the
 * time from frame to frame while the tree is dragged, and the time to draw it anew. Not a test, for
 * what it finds depends on the machine: run {@code main}, with the path of Chromium as argument if
 * it is not {@code /usr/bin/chromium}.
 *
 * <p>The tree is made up, as {@code /api/v1/tree} would tell it: 250 slots with 20 forks of up to
 * 250 blocks. All else comes from a real server.
 */
final class TreeFrames {

  private static final int SLOTS = 250;
  private static final int FORKS = 20;

  private static final String DRAG =
      """
      async () => {
        const stage = document.querySelector(".stage");
        const box = stage.getBoundingClientRect();
        const send = (type, x) =>
          stage.dispatchEvent(new PointerEvent(type, { pointerId: 1, button: 0, clientX: x, clientY: box.top + 90, bubbles: true }));
        stage.setPointerCapture = () => {};
        stage.hasPointerCapture = () => true;
        const frame = () => new Promise(requestAnimationFrame);
        const times = [];
        send("pointerdown", box.left + 300);
        let before = await frame();
        for (let i = 0; i < 300; i++) {
          send("pointermove", box.left + 300 + 120 * Math.sin(i / 15));
          const now = await frame();
          times.push(now - before);
          before = now;
        }
        send("pointerup", box.left + 300);
        times.sort((a, b) => a - b);
        return { median: times[150], p99: times[297], longest: times[299] };
      }
      """;

  private static final String REDRAW =
      """
      async () => {
        const button = document.querySelector("[aria-label='Zoom in']");
        const other = document.querySelector("[aria-label='Zoom out']");
        const times = [];
        for (let i = 0; i < 20; i++) {
          const start = performance.now();
          (i % 2 ? other : button).click();
          document.querySelector(".tree").getBoundingClientRect();
          times.push(performance.now() - start);
        }
        times.sort((a, b) => a - b);
        return { median: times[10], longest: times[19] };
      }
      """;

  private TreeFrames() {}

  public static void main(String[] args) {
    Path chromium = Path.of(args.length > 0 ? args[0] : "/usr/bin/chromium");
    try (IndexedExplorer explorer = IndexedExplorer.begin("forks-16").deliver(10);
        Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--no-sandbox")))) {
      Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1280, 900));
      String tree = Json.text(new Json.Data<>(tree()));
      page.route(
          "**/api/v1/tree?*",
          route ->
              route.fulfill(
                  new Route.FulfillOptions().setContentType("application/json").setBody(tree)));
      page.navigate(explorer.url("/forks?zoom=4.2"));
      page.waitForSelector(".tree[data-blocks]");
      page.waitForLoadState();
      System.out.println("blocks drawn or collapsed: " + FORKS * SLOTS);
      System.out.println("drag, milliseconds from frame to frame: " + page.evaluate(DRAG));
      page.navigate(explorer.url("/forks?zoom=9"));
      page.waitForSelector(".tree[data-blocks]");
      System.out.println("drag with every block drawn: " + page.evaluate(DRAG));
      System.out.println("draw anew, milliseconds: " + page.evaluate(REDRAW));
    }
  }

  private static Map<String, Object> tree() {
    List<Object> forks = new ArrayList<>();
    List<Object> blocks = new ArrayList<>();
    for (int fork = 0; fork < FORKS; fork++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("fork_id", fork);
      one.put("parent_id", fork == 0 ? null : 0);
      one.put("base", fork == 0 ? null : place(0, 0));
      one.put("first", place(fork, fork == 0 ? 0 : 1));
      one.put("tip", place(fork, SLOTS));
      one.put("block_count", SLOTS);
      one.put("weight_gwei", String.valueOf(1_000_000_000L * (FORKS - fork)));
      one.put("canonical", null);
      forks.add(one);
      for (int slot = 1; slot <= SLOTS; slot++) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("input_id", String.valueOf(fork * SLOTS + slot));
        block.put("root", root(fork, slot));
        block.put("hash", root(fork + 100, slot));
        block.put("slot", String.valueOf(slot));
        block.put("parent_root", slot == 1 ? root(0, 0) : root(fork, slot - 1));
        block.put("fork_id", fork);
        block.put("proposer_index", "1");
        block.put("verdict", "valid");
        block.put("import_order", String.valueOf(fork * SLOTS + slot));
        block.put("function", null);
        block.put("check", null);
        block.put("message", null);
        blocks.add(block);
      }
    }
    Map<String, Object> mark = new LinkedHashMap<>(place(0, 200));
    mark.put("epoch", "25");
    Map<String, Object> head = new LinkedHashMap<>(place(0, SLOTS));
    head.put("fork_id", 0);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("at", null);
    tree.put("import_count", String.valueOf(FORKS * SLOTS));
    tree.put("first_slot", "0");
    tree.put("last_slot", String.valueOf(SLOTS));
    tree.put("from_slot", "0");
    tree.put("to_slot", String.valueOf(SLOTS));
    tree.put("head", head);
    tree.put("justified", mark);
    tree.put("finalized", mark);
    tree.put("forks", forks);
    tree.put("complete", true);
    tree.put("blocks", blocks);
    tree.put("nodes", List.of());
    return tree;
  }

  private static Map<String, Object> place(int fork, int slot) {
    return Map.of("root", root(fork, slot), "slot", String.valueOf(slot));
  }

  private static String root(int fork, int slot) {
    return "0x%032x%032x".formatted(fork, slot);
  }
}
