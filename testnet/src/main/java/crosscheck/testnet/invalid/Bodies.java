package crosscheck.testnet.invalid;

import crosscheck.spec.v08.Attestation;
import crosscheck.spec.v08.AttesterSlashing;
import crosscheck.spec.v08.BeaconBlockBody;
import crosscheck.spec.v08.Deposit;
import crosscheck.spec.v08.ProposerSlashing;
import crosscheck.spec.v08.Transfer;
import crosscheck.spec.v08.VoluntaryExit;
import crosscheck.ssz.SszList;
import org.apache.tuweni.bytes.Bytes;

/** A body with one of its parts replaced. */
final class Bodies {

  private Bodies() {}

  static BeaconBlockBody randaoReveal(BeaconBlockBody body, Bytes reveal) {
    return new BeaconBlockBody(
        reveal,
        body.eth1Data(),
        body.graffiti(),
        body.proposerSlashings(),
        body.attesterSlashings(),
        body.attestations(),
        body.deposits(),
        body.voluntaryExits(),
        body.transfers());
  }

  static BeaconBlockBody proposerSlashings(BeaconBlockBody body, ProposerSlashing... slashings) {
    return new BeaconBlockBody(
        body.randaoReveal(),
        body.eth1Data(),
        body.graffiti(),
        SszList.of(slashings),
        SszList.of(),
        body.attestations(),
        body.deposits(),
        body.voluntaryExits(),
        body.transfers());
  }

  static BeaconBlockBody attesterSlashings(BeaconBlockBody body, AttesterSlashing... slashings) {
    return new BeaconBlockBody(
        body.randaoReveal(),
        body.eth1Data(),
        body.graffiti(),
        SszList.of(),
        SszList.of(slashings),
        body.attestations(),
        body.deposits(),
        body.voluntaryExits(),
        body.transfers());
  }

  static BeaconBlockBody attestations(BeaconBlockBody body, SszList<Attestation> attestations) {
    return new BeaconBlockBody(
        body.randaoReveal(),
        body.eth1Data(),
        body.graffiti(),
        SszList.of(),
        SszList.of(),
        attestations,
        body.deposits(),
        body.voluntaryExits(),
        body.transfers());
  }

  static BeaconBlockBody deposits(BeaconBlockBody body, SszList<Deposit> deposits) {
    return new BeaconBlockBody(
        body.randaoReveal(),
        body.eth1Data(),
        body.graffiti(),
        body.proposerSlashings(),
        body.attesterSlashings(),
        body.attestations(),
        deposits,
        body.voluntaryExits(),
        body.transfers());
  }

  static BeaconBlockBody exits(BeaconBlockBody body, VoluntaryExit... exits) {
    return new BeaconBlockBody(
        body.randaoReveal(),
        body.eth1Data(),
        body.graffiti(),
        body.proposerSlashings(),
        body.attesterSlashings(),
        body.attestations(),
        body.deposits(),
        SszList.of(exits),
        body.transfers());
  }

  static BeaconBlockBody transfers(BeaconBlockBody body, Transfer... transfers) {
    return new BeaconBlockBody(
        body.randaoReveal(),
        body.eth1Data(),
        body.graffiti(),
        body.proposerSlashings(),
        body.attesterSlashings(),
        body.attestations(),
        body.deposits(),
        body.voluntaryExits(),
        SszList.of(transfers));
  }
}
