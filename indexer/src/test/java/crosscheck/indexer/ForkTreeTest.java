package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forks and reorgs of reference chains, against what their index says of parents and heads. */
final class ForkTreeTest {

  @ParameterizedTest
  @ValueSource(strings = {"forks-16", "offences-24"})
  void followTheChainAsItWasImportedAlsoAfterARestartInTheMiddle(String name) {
    ReferenceChain chain = ReferenceChain.of(name);
    Database database = TestDatabase.create();
    PlainTree tree = new PlainTree(chain);
    int half = chain.entries().size() / 2;
    Service first = new Service(chain, database, List.of()).start();
    importAll(first, chain.entries().subList(0, half), tree);
    first.indexer.close();
    try (Service second = new Service(chain, database, List.of()).start()) {
      importAll(second, chain.entries().subList(half, chain.entries().size()), tree);
      compareForks(second, tree);
      assertThat(tree.forks()).hasSizeGreaterThan(2);
      assertThat(
              second.lines(
                  """
                  select concat_ws(' ', encode(from_root, 'hex'), encode(to_root, 'hex'),
                    encode(ancestor_root, 'hex'), ancestor_slot, depth_slots, depth_blocks)
                  from reorgs
                  where node_id is null
                  order by id
                  """))
          .isEqualTo(tree.reorgs())
          .isNotEmpty();
      assertThat(
              second.lines(
                  """
                  select payload ->> 'reorg_id' from events where type = 'reorg' order by id
                  """))
          .isEqualTo(second.lines("select id::text from reorgs order by id"));
      assertThat(second.number("select count(*) from events where type = 'fork_created'"))
          .isEqualTo(tree.forks().size() - 1);
    }
  }

  private static void importAll(
      Service service, List<ReferenceChain.Entry> entries, PlainTree tree) {
    for (ReferenceChain.Entry entry : entries) {
      entry.time().ifPresent(time -> service.clock.set(Instant.ofEpochSecond(time)));
      service.receive(entry.ssz());
      service.awaitJudged();
      if (entry.text("verdict").equals("valid")) {
        tree.add(entry.text("root"));
      }
      if (entry.expected().hasNonNull("head")) {
        tree.head(entry.text("head"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void areThoseOfTheOrderOfJudgingWhateverTheOrderOfArrival(long seed) {
    ReferenceChain chain = ReferenceChain.of("offences-24");
    List<ReferenceChain.Entry> shuffled = new ArrayList<>(chain.entries());
    Collections.shuffle(shuffled, new Random(seed));
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      service.receive(shuffled.subList(0, 60));
      service.awaitJudged();
      service.receive(shuffled.subList(60, shuffled.size()));
      service.awaitJudged();
      PlainTree tree = new PlainTree(chain);
      service
          .lines(
              """
              select '0x' || encode(b.root, 'hex')
              from verdicts v join blocks b on b.input_id = v.input_id
              where v.status = 'valid'
              order by v.import_order
              """)
          .forEach(tree::add);
      compareForks(service, tree);
      assertThat(service.number("select count(*) from blocks where fork_id is null")).isZero();
      service
          .lines(
              """
              select '0x' || encode(head_root, 'hex') from heads order by import_order
              """)
          .forEach(tree::head);
      assertThat(
              service.lines(
                  """
                  select concat_ws(' ', encode(from_root, 'hex'), encode(to_root, 'hex'),
                    encode(ancestor_root, 'hex'), ancestor_slot, depth_slots, depth_blocks)
                  from reorgs
                  order by id
                  """))
          .isEqualTo(tree.reorgs());
    }
  }

  private static void compareForks(Service service, PlainTree tree) {
    List<String> rows = new ArrayList<>();
    for (Map<String, Object> row : service.rows("select * from forks order by id")) {
      rows.add(
          "%s of %s base %s %s first %s %s tip %s %s, %s blocks"
              .formatted(
                  row.get("id"),
                  row.get("parent_id"),
                  hex(row.get("base_root")),
                  row.get("base_slot"),
                  hex(row.get("first_root")),
                  row.get("first_slot"),
                  hex(row.get("tip_root")),
                  row.get("tip_slot"),
                  row.get("block_count")));
    }
    assertThat(rows).isEqualTo(tree.forks());
    for (Map<String, Object> row :
        service.rows(
            """
            select b.root, b.fork_id, v.status
            from blocks b join verdicts v on v.input_id = b.input_id
            """)) {
      assertThat(row.get("fork_id"))
          .isEqualTo(
              "valid".equals(String.valueOf(row.get("status")))
                  ? tree.fork(hex(row.get("root")))
                  : null);
    }
  }

  private static String hex(Object bytes) {
    return bytes == null ? "null" : Bytes.wrap((byte[]) bytes).toHexString();
  }
}
