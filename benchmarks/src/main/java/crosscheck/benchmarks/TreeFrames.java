package crosscheck.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How smoothly the forks view moves with 5,000 blocks in sight: the time from frame to frame while
 * the tree is dragged, while it is zoomed by the wheel, and while every frame draws it anew.
 *
 * <p>The tree is made up, as {@code /api/v1/tree} would tell it: 250 slots with 20 forks of 250
 * blocks. All else comes from a real server.
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
        return times;
      }
      """;

  private static final String ZOOM =
      """
      async () => {
        const stage = document.querySelector(".stage");
        const { left, top } = stage.getBoundingClientRect();
        const frame = () => new Promise(requestAnimationFrame);
        const times = [];
        let before = await frame();
        for (let i = 0; i < 300; i++) {
          stage.dispatchEvent(new WheelEvent("wheel",
            { deltaY: 12 * Math.cos(i / 15), ctrlKey: true, clientX: left + 600, clientY: top + 90, cancelable: true }));
          const now = await frame();
          times.push(now - before);
          before = now;
        }
        return times;
      }
      """;

  private static final String STEPS =
      """
      async () => {
        const closer = document.querySelector("[aria-label='Zoom in']");
        const further = document.querySelector("[aria-label='Zoom out']");
        const frame = () => new Promise(requestAnimationFrame);
        const times = [];
        let before = await frame();
        for (let i = 0; i < 100; i++) {
          (i % 2 ? further : closer).click();
          const now = await frame();
          times.push(now - before);
          before = now;
        }
        return times;
      }
      """;

  private TreeFrames() {}

  /**
   * Drags and zooms.
   *
   * @param url the service
   * @throws Wrong when the view does not draw the blocks
   */
  static List<Row> rows(Browser browser, String url) {
    List<Row> rows = new ArrayList<>();
    try (Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1280, 900))) {
      String tree = tree();
      page.route(
          "**/api/v1/tree?*",
          route ->
              route.fulfill(
                  new Route.FulfillOptions().setContentType("application/json").setBody(tree)));
      open(page, url + "/forks?zoom=4.2");
      rows.addAll(frames("tree of 5,000 blocks, runs collapsed: dragged", page, DRAG));
      open(page, url + "/forks?zoom=9");
      String drawn = page.locator(".tree").getAttribute("data-blocks");
      Wrong.unless(
          drawn.equals(String.valueOf(FORKS * SLOTS)), () -> "the view draws " + drawn + " blocks");
      rows.addAll(frames("tree of 5,000 blocks, each drawn: dragged", page, DRAG));
      rows.addAll(frames("… zoomed by the wheel", page, ZOOM));
      page.waitForSelector(".stage:not(.stretched)");
      rows.addAll(frames("… drawn anew at every frame, by the buttons that zoom", page, STEPS));
    }
    return rows;
  }

  private static void open(Page page, String address) {
    page.navigate(address);
    page.waitForSelector(".tree[data-blocks]");
    page.waitForSelector(".history .bars");
  }

  private static List<Row> frames(String what, Page page, String script) {
    double[] times =
        ((List<?>) page.evaluate(script))
            .stream().mapToDouble(time -> ((Number) time).doubleValue()).sorted().toArray();
    return List.of(
        Row.of(what + ", a frame, median", "ms", times[times.length / 2]),
        Row.of("… p99", "ms", times[times.length * 99 / 100]));
  }

  private static String tree() {
    List<Object> forks = new ArrayList<>();
    List<Object> blocks = new ArrayList<>();
    for (int fork = 0; fork < FORKS; fork++) {
      forks.add(fork(fork));
      for (int slot = 1; slot <= SLOTS; slot++) {
        blocks.add(block(fork, slot));
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
    try {
      return new ObjectMapper().writeValueAsString(Map.of("data", tree));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> fork(int fork) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("fork_id", fork);
    one.put("parent_id", fork == 0 ? null : 0);
    one.put("base", fork == 0 ? null : place(0, 0));
    one.put("first", place(fork, fork == 0 ? 0 : 1));
    one.put("tip", place(fork, SLOTS));
    one.put("block_count", SLOTS);
    one.put("weight_gwei", String.valueOf(1_000_000_000L * (FORKS - fork)));
    one.put("canonical", null);
    return one;
  }

  private static Map<String, Object> block(int fork, int slot) {
    String order = String.valueOf(fork * SLOTS + slot);
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("input_id", order);
    block.put("root", root(fork, slot));
    block.put("hash", root(fork + 100, slot));
    block.put("slot", String.valueOf(slot));
    block.put("parent_root", slot == 1 ? root(0, 0) : root(fork, slot - 1));
    block.put("fork_id", fork);
    block.put("proposer_index", "1");
    block.put("verdict", "valid");
    block.put("import_order", order);
    block.put("function", null);
    block.put("check", null);
    block.put("message", null);
    return block;
  }

  private static Map<String, Object> place(int fork, int slot) {
    return Map.of("root", root(fork, slot), "slot", String.valueOf(slot));
  }

  private static String root(int fork, int slot) {
    return "0x%032x%032x".formatted(fork, slot);
  }
}
