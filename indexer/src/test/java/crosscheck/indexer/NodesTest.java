package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.spec.Checkpoint;
import crosscheck.ssz.SszException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** Where nodes stand by what they report, and whether their claims are ours. */
final class NodesTest {

  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final int PARENT_ROOT = 8;

  private static final String STANDS =
      """
      select concat_ws(' ', n.name, h.resolution, s.fork_id, '0x' || encode(s.ancestor_root, 'hex'),
        s.ancestor_slot, s.depth_slots, extract(second from s.diverged_since)::int)
      from node_status s
        join nodes n on n.id = s.node_id
        left join node_heads h on h.id = s.placed_head_id
      order by n.name
      """;

  private static final String DIVERGENCES =
      """
      select concat_ws(' ', a.name, b.name, '0x' || encode(d.ancestor_root, 'hex'),
        d.ancestor_slot, extract(second from d.since)::int)
      from node_divergences d
        join nodes a on a.id = d.node_id
        join nodes b on b.id = d.other_id
      """;

  private static final String REORGS =
      """
      select concat_ws(' ', n.name, encode(from_root, 'hex'), encode(to_root, 'hex'),
        encode(ancestor_root, 'hex'), ancestor_slot, depth_slots, depth_blocks)
      from reorgs r join nodes n on n.id = r.node_id
      order by r.id
      """;

  @Test
  void measuresNodesOnDifferentBranchesAndFollowsThem() throws Exception {
    ReferenceChain chain = ReferenceChain.of("offences-24");
    PlainTree tree = new PlainTree(chain);
    chain.entries().forEach(entry -> tree.add(entry.text("root")));
    String head = last(chain, "branch A");
    String other = last(chain, "branch B");
    String behind = chain.entries().get(4).text("root");
    Database database = TestDatabase.create();
    Service first = new Service(chain, database, List.of()).start();
    first.receive(chain.entries());
    first.awaitJudged();
    assertThat(first.lines("select encode(head_root, 'hex') from (" + LAST_HEAD + ") h"))
        .containsExactly(head.substring(2));
    report(first, "a", 1, head, tree);
    report(first, "b", 2, other, tree);
    report(first, "c", 3, behind, tree);
    awaitPlaced(first);
    String fork = tree.ancestor(head, other);
    assertThat(first.lines(STANDS))
        .containsExactly(
            "a valid %d %s %d 0".formatted(tree.fork(head), head, tree.slot(head)),
            "b valid %d %s %d %d 2"
                .formatted(
                    tree.fork(other), fork, tree.slot(fork), tree.slot(head) - tree.slot(fork)),
            "c valid %d %s %d 0".formatted(tree.fork(behind), behind, tree.slot(behind)));
    assertThat(tree.slot(head)).isGreaterThan(tree.slot(other));
    assertThat(first.lines(DIVERGENCES))
        .containsExactly("a b %s %d 2".formatted(fork, tree.slot(fork)));
    assertThat(first.lines("select distinct our_slot from node_heads"))
        .containsExactly(Long.toString(tree.slot(head)));
    first.indexer.close();

    try (Service second = new Service(chain, database, List.of()).start()) {
      report(second, "b", 4, head, tree);
      report(second, "c", 5, head, tree);
      awaitPlaced(second);
      assertThat(second.lines(STANDS)).allMatch(line -> line.endsWith(tree.slot(head) + " 0"));
      assertThat(second.lines(DIVERGENCES)).isEmpty();
      PlainTree moves = new PlainTree(chain);
      moves.head(other);
      moves.reorgs().clear();
      moves.head(head);
      assertThat(second.lines(REORGS)).containsExactly("b " + moves.reorgs().get(0));
      assertThat(
              second.lines(
                  "select payload ->> 'node' from events where type = 'reorg' and payload ->>"
                      + " 'node' is not null"))
          .containsExactly("b");
    }
  }

  private static final String LAST_HEAD = "select * from heads order by import_order desc limit 1";

  private static String last(ReferenceChain chain, String branch) {
    return chain.entries().stream()
        .filter(entry -> entry.text("category").equals(branch))
        .reduce((a, b) -> b)
        .orElseThrow()
        .text("root");
  }

  @Test
  void waitsForTheBlockOfANodesHeadAndMeasuresAgainWhenOurHeadMoves() throws Exception {
    ReferenceChain chain = ReferenceChain.of("forks-16");
    PlainTree tree = new PlainTree(chain);
    List<ReferenceChain.Entry> entries = chain.entries();
    String early = entries.get(9).text("root");
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      report(service, "a", 1, early, tree);
      service.receive(entries.subList(0, 5));
      service.awaitJudged();
      assertThat(
              service.lines(
                  "select distinct resolution from node_heads where resolution = 'valid'"))
          .isEmpty();
      assertThat(service.number("select count(placed_head_id) from node_status")).isZero();
      service.receive(entries.subList(5, 10));
      awaitPlaced(service);
      assertThat(service.lines(STANDS)).allMatch(line -> line.startsWith("a valid "));
      service.receive(entries.subList(10, entries.size()));
      service.awaitJudged();
      entries.stream()
          .filter(entry -> entry.text("verdict").equals("valid"))
          .forEach(entry -> tree.add(entry.text("root")));
      String head = entries.get(entries.size() - 1).text("head");
      String common = tree.ancestor(early, head);
      boolean same = common.equals(early);
      awaitStand(
          service,
          "a valid %d %s %d %d"
              .formatted(
                  tree.fork(early),
                  common,
                  tree.slot(common),
                  same ? 0 : tree.slot(head) - tree.slot(common)));
    }
  }

  @Test
  void waitsForTheLatestOnlyOfManyHeadsThatDoNotExist() throws Exception {
    ReferenceChain chain = ReferenceChain.of("finality-16");
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      for (int i = 0; i < 300; i++) {
        service
            .indexer
            .receiver()
            .report(status("liar", i, Bytes32.leftPad(Bytes.ofUnsignedInt(i)), i, 0));
      }
      Await.until(
          () ->
              "all looked at: "
                  + service.rows("select resolution, count(*) from node_heads group by 1"),
          () ->
              service.number("select count(*) from node_heads where resolution = 'waiting'") == 256
                  && service.number("select count(*) from node_heads where resolution <> 'waiting'")
                      == service.number(
                          "select count(*) from node_heads where resolution = 'given_up'"));
    }
  }

  @Test
  void tellsOfANodeThatBuildsOnAnInvalidBlock() throws Exception {
    ReferenceChain chain = ReferenceChain.of("finality-16");
    PlainTree tree = new PlainTree(chain);
    List<ReferenceChain.Entry> entries = chain.entries();
    Bytes bad = overwrite(entries.get(9).ssz(), 0, Bytes.fromHexString("0x0100000000000000"));
    Bytes child = overwrite(entries.get(20).ssz(), PARENT_ROOT, root(chain, bad));
    Database database = TestDatabase.create();
    Service first = new Service(chain, database, List.of()).start();
    first.receive(entries.subList(0, 12));
    first.receive(bad);
    first.receive(child);
    first.awaitJudged();
    Receiver receiver = first.indexer.receiver();
    receiver.report(status("a", 1, Bytes32.fromHexString(entries.get(8).text("root")), 9, 0));
    receiver.report(status("a", 2, root(chain, bad), 1, 0));
    receiver.report(status("a", 3, root(chain, child), 20, 0));
    awaitPlaced(first);
    first.indexer.close();
    try (Service second = new Service(chain, database, List.of()).start()) {
      receiver = second.indexer.receiver();
      receiver.report(status("a", 4, root(chain, child), 20, 1));
      awaitPlaced(second);
      assertThat(
              second.lines(
                  """
                  select concat_ws(' ', '0x' || encode(following_invalid_root, 'hex'),
                    extract(second from following_invalid_since)::int,
                    '0x' || encode(ancestor_root, 'hex'), extract(second from diverged_since)::int)
                  from node_status
                  """))
          .containsExactly("%s 2 %s 2".formatted(root(chain, bad), entries.get(8).text("root")));
      assertThat(second.lines("select payload::text from events where type = 'node_disagrees'"))
          .singleElement()
          .asString()
          .contains(
              "\"ours\": \"invalid\"", "\"theirs\": \"valid\"", root(chain, bad).toHexString());
      report(second, "a", 5, entries.get(11).text("root"), tree);
      awaitPlaced(second);
      assertThat(
              second.number(
                  """
                  select count(*) from node_status
                  where following_invalid_root is null and diverged_since is null
                    and depth_slots = 0
                  """))
          .isOne();
      assertThat(second.lines(REORGS))
          .as("only the way back leaves a branch: the invalid block was built on the head before")
          .singleElement()
          .asString()
          .startsWith("a " + root(chain, child).toUnprefixedHexString());
    }
  }

  @Test
  void tellsOfEachFinalizedCheckpointANodeReportsOnce() throws Exception {
    ReferenceChain chain = ReferenceChain.of("finality-16");
    Database database = TestDatabase.create();
    Bytes32 head = Bytes32.fromHexString(chain.entries().get(0).text("root"));
    Service first = new Service(chain, database, List.of()).start();
    first.indexer.receiver().report(status("a", 1, head, 1, 0));
    first.indexer.receiver().report(status("a", 2, head, 1, 3));
    first.indexer.receiver().report(status("a", 3, Bytes32.ZERO, 1, 3));
    awaitLookedAt(first);
    first.indexer.close();
    try (Service second = new Service(chain, database, List.of()).start()) {
      second.indexer.receiver().report(status("a", 4, head, 2, 3));
      second.indexer.receiver().report(status("a", 5, head, 2, 4));
      second.indexer.receiver().report(status("b", 6, head, 2, 4));
      awaitLookedAt(second);
      assertThat(
              second.lines(
                  """
                  select payload ->> 'node' || ' ' || (payload ->> 'epoch')
                  from events where type = 'node_finalized' order by id
                  """))
          .containsExactly("a 3", "a 4", "b 4");
    }
  }

  @Test
  void comparesClaimsWithWhatWeFindInAnyOrderOfArrivalOnce() throws Exception {
    ReferenceChain chain = ReferenceChain.of("finality-16");
    List<ReferenceChain.Entry> entries = chain.entries();
    Bytes junk = Bytes.fromHexString("0x0102");
    Database database = TestDatabase.create();
    Bytes32 ours = Bytes32.fromHexString(entries.get(1).text("state_root"));
    Service first = new Service(chain, database, List.of()).start();
    claim(first, "early", entries.get(1).ssz(), Claim.of(Claim.Word.INVALID));
    claim(first, "good", entries.get(1).ssz(), Claim.ofState(ours));
    claim(first, "other", entries.get(1).ssz(), Claim.ofState(Bytes32.ZERO));
    first.awaitJudged();
    assertThat(first.number("select count(*) from events where type = 'node_disagrees'")).isZero();
    first.receive(entries.get(0).ssz());
    first.awaitJudged();
    Await.until(() -> "all compared", () -> first.number(NOT_COMPARED) == 0);
    first.indexer.close();
    try (Service second = new Service(chain, database, List.of()).start()) {
      claim(second, "late", entries.get(1).ssz(), Claim.of(Claim.Word.INVALID));
      claim(second, "late", entries.get(1).ssz(), Claim.of(Claim.Word.INVALID));
      claim(second, "early", entries.get(1).ssz(), Claim.of(Claim.Word.INVALID));
      claim(second, "junk", junk, Claim.of(Claim.Word.VALID));
      claim(second, "strict", junk, Claim.of(Claim.Word.INVALID));
      second.awaitJudged();
      Await.until(() -> "all compared", () -> second.number(NOT_COMPARED) == 0);
      assertThat(
              second.lines(
                  """
                  select concat_ws(' ', payload ->> 'node', left(payload ->> 'root', 10),
                    left(payload ->> 'ours', 10), left(payload ->> 'theirs', 10))
                  from events where type = 'node_disagrees' order by 1
                  """))
          .containsExactly(
              "early %s valid invalid".formatted(entries.get(1).text("root").substring(0, 10)),
              "junk invalid valid",
              "late %s valid invalid".formatted(entries.get(1).text("root").substring(0, 10)),
              "other %s %s 0x00000000"
                  .formatted(
                      entries.get(1).text("root").substring(0, 10),
                      ours.toHexString().substring(0, 10)));
      assertThat(
              second.lines(
                  "select n.name from claims c join nodes n on n.id = c.node_id where c.agrees"
                      + " order by 1"))
          .containsExactly("good", "strict");
    }
  }

  private static final String NOT_COMPARED = "select count(*) from claims where agrees is null";

  private static void claim(Service service, String node, Bytes ssz, Claim claim)
      throws InterruptedException {
    Observation seen = new Observation("test", Optional.of(node), NOON);
    service
        .indexer
        .receiver()
        .receiveAll(List.of(new Delivery(ssz, seen, Optional.empty(), Optional.of(claim))));
  }

  private static void report(Service service, String node, int second, String head, PlainTree tree)
      throws InterruptedException {
    service
        .indexer
        .receiver()
        .report(status(node, second, Bytes32.fromHexString(head), tree.slot(head), 0));
  }

  private static NodeReport status(
      String node, int second, Bytes32 head, long slot, long finalizedEpoch) {
    return new NodeReport.Status(
        node,
        NOON.plusSeconds(second),
        head,
        slot,
        Optional.empty(),
        Optional.of(new Checkpoint(finalizedEpoch, Bytes32.ZERO)),
        Optional.empty());
  }

  private static void awaitLookedAt(Service service) {
    Await.until(
        () -> "all looked at: " + service.rows("select * from node_heads"),
        () -> service.number("select count(*) from node_heads where resolution = 'new'") == 0);
  }

  private static void awaitPlaced(Service service) {
    Await.until(
        () -> "all placed: " + service.rows("select * from node_heads"),
        () ->
            service.number(
                    "select count(*) from node_heads where resolution not in ('valid', 'invalid')")
                == 0);
  }

  private static void awaitStand(Service service, String line) {
    Await.until(
        () -> "the node stands: " + line + ", but " + service.lines(STANDS),
        () -> service.lines(STANDS).get(0).startsWith(line));
  }

  private static Bytes32 root(ReferenceChain chain, Bytes ssz) {
    try {
      return chain.spec().root(chain.spec().decodeBlock(ssz));
    } catch (SszException e) {
      throw new AssertionError(e);
    }
  }

  private static Bytes overwrite(Bytes ssz, int at, Bytes with) {
    return Bytes.concatenate(ssz.slice(0, at), with, ssz.slice(at + with.size()));
  }
}
