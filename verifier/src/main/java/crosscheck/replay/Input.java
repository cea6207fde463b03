package crosscheck.replay;

import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;

/**
 * Something to judge.
 *
 * @param ssz what claims to be a block
 * @param time the clock at import, Unix seconds; empty to judge as if the block's slot had come
 */
public record Input(Bytes ssz, OptionalLong time) {}
