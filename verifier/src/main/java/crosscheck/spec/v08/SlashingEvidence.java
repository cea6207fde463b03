package crosscheck.spec.v08;

import crosscheck.bls.SignatureChecker;
import crosscheck.bls.SignatureSet;
import crosscheck.spec.Block;
import crosscheck.spec.Check;
import crosscheck.spec.Evidence;
import crosscheck.spec.InvalidException;
import crosscheck.spec.State;
import crosscheck.spec.Vote;
import crosscheck.ssz.Ssz;
import crosscheck.ssz.Uint64List;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/** Evidence by the rules of v0.8, in which two blocks of one epoch convict their proposer. */
final class SlashingEvidence implements Evidence {

  private final Constants c;
  private final Misc misc;
  private final Accessors accessors;
  private final BlockProcessing blocks;
  private final Ssz ssz;
  private final String version;

  SlashingEvidence(
      Constants constants,
      Misc misc,
      Accessors accessors,
      BlockProcessing blocks,
      Ssz ssz,
      String version) {
    this.c = constants;
    this.misc = misc;
    this.accessors = accessors;
    this.blocks = blocks;
    this.ssz = ssz;
    this.version = version;
  }

  @Override
  public List<Vote> votes(Block block, State post) {
    BeaconState state = (BeaconState) post;
    List<Vote> votes = new ArrayList<>();
    for (Attestation attestation : ((BeaconBlock) block).body().attestations()) {
      AttestationData data = attestation.data();
      int[] voters = accessors.getAttestingIndices(state, data, attestation.aggregationBits());
      Arrays.sort(voters);
      votes.add(
          new Vote(
              votes.size(),
              ssz.hashTreeRoot(data),
              data.source().epoch(),
              data.target().epoch(),
              voters));
    }
    return votes;
  }

  @Override
  public boolean signed(Block block, long validator, State state, SignatureChecker signatures) {
    return signed(header(block), validator, (BeaconState) state, signatures);
  }

  private boolean signed(
      BeaconBlockHeader header, long validator, BeaconState state, SignatureChecker signatures) {
    return signatures.check(
        SignatureSet.single(
            Accessors.validatorAt(state, validator).pubkey(),
            ssz.signingRoot(header),
            header.signature(),
            accessors.getDomain(
                state, c.DOMAIN_BEACON_PROPOSER, misc.computeEpochOfSlot(header.slot()))));
  }

  @Override
  public ProposerSlashing proposerSlashing(long proposer, Block first, Block second) {
    return new ProposerSlashing(proposer, header(first), header(second));
  }

  private BeaconBlockHeader header(Block block) {
    BeaconBlock whole = (BeaconBlock) block;
    Bytes32 bodyRoot = ssz.hashTreeRoot(whole.body());
    return new BeaconBlockHeader(
        whole.slot(), whole.parentRoot(), whole.stateRoot(), bodyRoot, whole.signature());
  }

  @Override
  public AttesterSlashing attesterSlashing(Cast first, Cast second) {
    return new AttesterSlashing(indexed(first), indexed(second));
  }

  private static IndexedAttestation indexed(Cast cast) {
    Attestation attestation =
        ((BeaconBlock) cast.block()).body().attestations().get(cast.position());
    // A valid block carries none with custody bit 1.
    return new IndexedAttestation(
        Uint64List.of(Arrays.stream(cast.voters()).asLongStream().toArray()),
        Uint64List.empty(),
        attestation.data(),
        attestation.signature());
  }

  @Override
  public List<ProposerSlashed> proposerSlashings(Block block) {
    List<ProposerSlashed> slashed = new ArrayList<>();
    for (ProposerSlashing slashing : ((BeaconBlock) block).body().proposerSlashings()) {
      slashed.add(
          new ProposerSlashed(
              slashed.size(),
              slashing,
              Math.toIntExact(slashing.proposerIndex()),
              misc.computeEpochOfSlot(slashing.header1().slot()),
              ssz.signingRoot(slashing.header1()),
              ssz.signingRoot(slashing.header2())));
    }
    return slashed;
  }

  @Override
  public List<AttesterSlashed> attesterSlashings(Block block) {
    List<AttesterSlashed> slashed = new ArrayList<>();
    for (AttesterSlashing slashing : ((BeaconBlock) block).body().attesterSlashings()) {
      int position = slashed.size();
      slashed.add(
          new AttesterSlashed(
              slashing,
              vote(position, slashing.attestation1()),
              vote(position, slashing.attestation2())));
    }
    return slashed;
  }

  private Vote vote(int position, IndexedAttestation attestation) {
    AttestationData data = attestation.data();
    // A valid block carries none with custody bit 1.
    int[] voters = attestation.custodyBit0Indices().stream().mapToInt(Math::toIntExact).toArray();
    return new Vote(
        position, ssz.hashTreeRoot(data), data.source().epoch(), data.target().epoch(), voters);
  }

  @Override
  public Optional<Refusal> refusal(Object operation, State state, SignatureChecker signatures) {
    BeaconState copy = ((BeaconState) state).copy();
    try {
      if (operation instanceof ProposerSlashing slashing) {
        blocks.processProposerSlashing(copy, slashing, signatures);
      } else if (operation instanceof AttesterSlashing slashing) {
        blocks.processAttesterSlashing(copy, slashing, signatures);
      } else {
        throw new IllegalArgumentException(operation.getClass() + " is no slashing");
      }
      return Optional.empty();
    } catch (InvalidException e) {
      return Optional.of(
          new Refusal(e.failure(version), proven(e.check(), operation, copy, signatures)));
    }
  }

  /** Who is slashed, or gone, is looked at before the signatures of headers, and after others. */
  private boolean proven(
      Check failed, Object operation, BeaconState state, SignatureChecker signatures) {
    if (failed == Checks.PROPOSER_SLASHING_SLASHABLE) {
      ProposerSlashing slashing = (ProposerSlashing) operation;
      return signed(slashing.header1(), slashing.proposerIndex(), state, signatures)
          && signed(slashing.header2(), slashing.proposerIndex(), state, signatures);
    }
    return failed == Checks.ATTESTER_SLASHING_ANY_SLASHED;
  }
}
