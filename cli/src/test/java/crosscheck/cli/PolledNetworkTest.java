package crosscheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.indexer.Indexer;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.testnet.Network;
import crosscheck.testnet.NodeSettings;
import crosscheck.testnet.SlotTicker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The nodes of the test network, asked over HTTP by an indexer that came late. */
@Timeout(300)
class PolledNetworkTest {

  private static final int LAST_SLOT = 41;

  @TempDir Path folder;

  @Test
  void anIndexerThatComesLateLearnsTheChainAndWhereEachNodeStands() throws InterruptedException {
    Spec spec = MadeChain.SPEC;
    State genesis = MadeChain.genesisState(1567777777);
    try (Network network =
        new Network(spec, genesis, NodeSettings.evenly(2, 16), (node, ssz, time) -> {})) {
      Map<String, URI> nodes = network.serve(0);
      network.run(SlotTicker.asFastAsItGoes(), LAST_SLOT);
      Bytes32 head = network.heads().get("node-0");
      List<SourceSettings> sources = new ArrayList<>();
      nodes.forEach(
          (node, url) ->
              sources.add(SourceSettings.ofNode("test", node, url, Duration.ofMillis(5))));
      try (Database database = Database.embedded(folder);
          Indexer indexer = new Indexer(spec, genesis, database, sources, Clock.systemUTC())) {
        indexer.start();
        String standing =
            """
            select concat_ws(' ', n.name, s.state, '0x' || encode(s.head_root, 'hex'), s.head_slot,
              s.justified_epoch, s.finalized_epoch, s.client_version,
              (select count(*) from verdicts where status = 'valid'))
            from node_status s join nodes n on n.id = s.node_id
            order by n.name
            """;
        List<String> expected =
            List.of(
                "node-0 ok " + head.toHexString() + " 41 4 3 Crosscheck/testnet 41",
                "node-1 ok " + head.toHexString() + " 41 4 3 Crosscheck/testnet 41");
        List<String> seen = List.of();
        while (!seen.equals(expected) && !indexer.ended().isDone()) {
          seen =
              database
                  .jdbi()
                  .withHandle(handle -> handle.createQuery(standing).mapTo(String.class).list());
          Thread.onSpinWait();
        }
        assertThat(indexer.ended()).isNotDone();
      }
    }
  }
}
