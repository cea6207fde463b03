package crosscheck.testnet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.tuweni.bytes.Bytes;

/** A listener that keeps what it hears. */
final class Recorder implements BlockListener {

  /** What a node saw, and when. */
  record Seen(String node, Bytes ssz, long unixTimeMillis) {}

  private final List<Seen> seen = new ArrayList<>();

  @Override
  public void onBlock(String node, Bytes ssz, long unixTimeMillis) {
    seen.add(new Seen(node, ssz, unixTimeMillis));
  }

  List<Seen> seen() {
    return seen;
  }

  /** Each block once, in the order of its first appearance. */
  List<Bytes> blocks() {
    return seen.stream().map(Seen::ssz).distinct().toList();
  }

  Map<Bytes, List<String>> nodesByBlock() {
    return seen.stream()
        .collect(
            Collectors.groupingBy(Seen::ssz, Collectors.mapping(Seen::node, Collectors.toList())));
  }
}
