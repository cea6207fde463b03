package crosscheck.spec.v08;

import crosscheck.spec.Checkpoint;
import org.apache.tuweni.bytes.Bytes32;

/**
 * {@code AttestationData}: what an attester votes for. uint64 fields are read as unsigned; epochs,
 * slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#attestationdata">spec</a>
 */
public record AttestationData(
    Bytes32 beaconBlockRoot, Checkpoint source, Checkpoint target, Crosslink crosslink) {}
