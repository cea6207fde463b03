package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.TestDatabase;
import crosscheck.spec.Checkpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** What nodes say, as it is stored; the judge is not started. */
final class NodeReportsTest {

  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private final ReferenceChain chain = ReferenceChain.of("finality-16");

  @Test
  void keepsARowForEachChangeAndTheTimeOfEachAnswer() throws Exception {
    try (Service service = new Service(chain, TestDatabase.create(), List.of())) {
      Receiver receiver = service.indexer.receiver();
      receiver.report(status(0, 1, Optional.empty()));
      receiver.report(status(1, 1, Optional.empty()));
      receiver.report(status(2, 2, Optional.empty()));
      receiver.report(status(3, 2, Optional.of(new Checkpoint(1, Bytes32.ZERO))));
      receiver.report(status(4, 2, Optional.of(new Checkpoint(1, Bytes32.ZERO))));
      assertThat(
              service.lines(
                  """
                  select n.name || ' ' || extract(second from observed_at)::int || ' ' || head_slot
                    || ' ' || coalesce(finalized_epoch::text, '-') || ' ' || resolution
                  from node_heads h join nodes n on n.id = h.node_id
                  order by h.id
                  """))
          .containsExactly("n-1 0 1 - new", "n-1 2 2 - new", "n-1 3 2 1 new");
      assertThat(
              service.lines(
                  """
                  select concat_ws(' ', extract(second from first_seen_at)::int,
                    extract(second from last_seen_at)::int, state, head_slot)
                  from node_status
                  """))
          .containsExactly("0 4 ok 2");
    }
  }

  @Test
  void tellsSinceWhenANodeFails() throws Exception {
    try (Service service = new Service(chain, TestDatabase.create(), List.of())) {
      Receiver receiver = service.indexer.receiver();
      receiver.report(failure(0, NodeReport.Fault.UNREACHABLE));
      assertThat(service.lines("select state || ' ' || message from node_status"))
          .containsExactly("unreachable it says UNREACHABLE");
      assertThat(service.number("select count(last_seen_at) from node_status")).isZero();
      receiver.report(status(1, 1, Optional.empty()));
      receiver.report(failure(2, NodeReport.Fault.TIMEOUT));
      receiver.report(failure(3, NodeReport.Fault.TIMEOUT));
      assertThat(
              service.lines(
                  """
                  select concat_ws(' ', state, extract(second from state_since)::int,
                    extract(second from last_seen_at)::int, head_slot)
                  from node_status
                  """))
          .containsExactly("timeout 2 1 1");
      receiver.report(status(4, 1, Optional.empty()));
      assertThat(
              service.lines(
                  "select concat_ws(' ', state, extract(second from state_since)::int, message) from node_status"))
          .containsExactly("ok 4");
      // What it said, and until when it is known to have stood there though it did not answer.
      assertThat(
              service.lines(
                  """
                  select extract(second from observed_at)::int || ' ' || head_slot
                  from node_heads order by id
                  """))
          .containsExactly("1 1", "3 1");
      receiver.report(status(5, 2, Optional.empty()));
      assertThat(
              service.lines(
                  """
                  select extract(second from observed_at)::int || ' ' || head_slot
                  from node_heads order by id
                  """))
          .containsExactly("1 1", "4 1", "5 2");
    }
  }

  @Test
  void keepsTheLastWordOfEachNodeAboutABlock() throws Exception {
    try (Service service = new Service(chain, TestDatabase.create(), List.of())) {
      deliver(service, "n-1", Claim.of(Claim.Word.VALID));
      deliver(service, "n-2", Claim.of(Claim.Word.INVALID));
      deliver(service, "n-2", Claim.of(Claim.Word.VALID));
      deliver(service, "n-1", Claim.ofState(Bytes32.ZERO));
      assertThat(
              service.lines(
                  """
                  select concat_ws(' ', n.name, verdict, left(encode(post_state_root, 'hex'), 4))
                  from claims c join nodes n on n.id = c.node_id
                  order by n.name
                  """))
          .containsExactly("n-1 valid 0000", "n-2 valid");
    }
  }

  private void deliver(Service service, String node, Claim claim) throws InterruptedException {
    Observation seen = new Observation("test", Optional.of(node), NOON);
    service
        .indexer
        .receiver()
        .receiveAll(
            List.of(
                new Delivery(
                    chain.entries().get(0).ssz(), seen, Optional.empty(), Optional.of(claim))));
  }

  private static NodeReport status(int second, int head, Optional<Checkpoint> finalized) {
    return new NodeReport.Status(
        "n-1",
        NOON.plusSeconds(second),
        Bytes32.leftPad(org.apache.tuweni.bytes.Bytes.ofUnsignedInt(head)),
        head,
        Optional.empty(),
        finalized,
        Optional.of("Lighthouse/0.1"));
  }

  private static NodeReport failure(int second, NodeReport.Fault fault) {
    return new NodeReport.Failure("n-1", NOON.plusSeconds(second), fault, "it says " + fault);
  }
}
