package crosscheck.spec.v08;

import crosscheck.ssz.Length;
import crosscheck.ssz.Limit;
import crosscheck.ssz.SszList;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * {@code BeaconBlockBody}: a block's content. uint64 fields are read as unsigned; epochs, slots,
 * indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#beaconblockbody">spec</a>
 */
public record BeaconBlockBody(
    @Length("96") Bytes randaoReveal,
    Eth1Data eth1Data,
    Bytes32 graffiti,
    @Limit("MAX_PROPOSER_SLASHINGS") SszList<ProposerSlashing> proposerSlashings,
    @Limit("MAX_ATTESTER_SLASHINGS") SszList<AttesterSlashing> attesterSlashings,
    @Limit("MAX_ATTESTATIONS") SszList<Attestation> attestations,
    @Limit("MAX_DEPOSITS") SszList<Deposit> deposits,
    @Limit("MAX_VOLUNTARY_EXITS") SszList<VoluntaryExit> voluntaryExits,
    @Limit("MAX_TRANSFERS") SszList<Transfer> transfers) {}
