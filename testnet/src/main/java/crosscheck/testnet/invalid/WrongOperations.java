package crosscheck.testnet.invalid;

import crosscheck.bls.Bls;
import crosscheck.spec.v08.Deposit;
import crosscheck.spec.v08.Transfer;
import crosscheck.spec.v08.Validator;
import crosscheck.spec.v08.VoluntaryExit;
import crosscheck.ssz.SszList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/** Recipes for blocks with a deposit, an exit or a transfer that does not hold. */
final class WrongOperations {

  private static final long NEVER = -1L;

  private WrongOperations() {}

  // Deposits

  private static long due(Place place) {
    return Math.min(
        place.constant("MAX_DEPOSITS"),
        place.state().eth1Data().depositCount() - place.state().eth1DepositIndex());
  }

  private static Optional<Bytes> deposits(Place place, long count) {
    List<Deposit> deposits = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      deposits.add(place.spec().ssz().defaultValue(Deposit.class));
    }
    return place.with(Bodies.deposits(place.body(), SszList.copyOf(deposits)));
  }

  static Optional<Bytes> depositNotDue(Place place) {
    return deposits(place, due(place) == 0 ? 1 : 0);
  }

  static Optional<Bytes> depositWithoutProof(Place place) {
    return due(place) == 0 ? Optional.empty() : deposits(place, due(place));
  }

  // Voluntary exits

  private static VoluntaryExit exit(Place place, int validator, int signer, long epoch) {
    VoluntaryExit unsigned = new VoluntaryExit(epoch, validator, Place.NO_SIGNATURE);
    Bytes32 root = place.spec().ssz().signingRoot(unsigned);
    return new VoluntaryExit(
        epoch, validator, place.sign(Place.key(signer), root, "DOMAIN_VOLUNTARY_EXIT", epoch));
  }

  private static Optional<Bytes> exitOf(Place place, OptionalInt validator, int signer) {
    return validator.isEmpty()
        ? Optional.empty()
        : place.with(
            Bodies.exits(
                place.body(),
                exit(place, validator.getAsInt(), validator.getAsInt() + signer, place.epoch())));
  }

  static Optional<Bytes> exitOfInactive(Place place) {
    return exitOf(
        place, place.find(index -> !Place.activeAt(place.validator(index), place.epoch())), 0);
  }

  /** Of a validator that the same block slashes, which puts it on its way out. */
  static Optional<Bytes> exitTwice(Place place) {
    OptionalInt victim = place.victim();
    if (victim.isEmpty()) {
      return Optional.empty();
    }
    int it = victim.getAsInt();
    return place.with(
        Bodies.exits(
            Bodies.proposerSlashings(place.body(), WrongSlashings.valid(place, it)),
            exit(place, it, it, place.epoch())));
  }

  private static boolean free(Place place, int index) {
    Validator validator = place.validator(index);
    return Place.activeAt(validator, place.epoch()) && validator.exitEpoch() == NEVER;
  }

  static Optional<Bytes> exitOfTomorrow(Place place) {
    OptionalInt free = place.find(index -> free(place, index));
    return free.isEmpty()
        ? Optional.empty()
        : place.with(
            Bodies.exits(
                place.body(), exit(place, free.getAsInt(), free.getAsInt(), place.epoch() + 1)));
  }

  private static boolean old(Place place, int index) {
    long since = place.validator(index).activationEpoch();
    return since + place.constant("PERSISTENT_COMMITTEE_PERIOD") <= place.epoch();
  }

  static Optional<Bytes> exitTooYoung(Place place) {
    return exitOf(place, place.find(index -> free(place, index) && !old(place, index)), 0);
  }

  static Optional<Bytes> exitSignedByAnother(Place place) {
    return exitOf(place, place.find(index -> free(place, index) && old(place, index)), 1);
  }

  // Transfers

  /** Signed, with any key. */
  private static Transfer transfer(
      Place place, int sender, int recipient, long amount, long fee, long slot, int signer) {
    Bytes48 pubkey = Bls.preferred().publicKey(Place.key(sender));
    Transfer unsigned =
        new Transfer(sender, recipient, amount, fee, slot, pubkey, Place.NO_SIGNATURE);
    Bytes32 root = place.spec().ssz().signingRoot(unsigned);
    return new Transfer(
        sender,
        recipient,
        amount,
        fee,
        slot,
        pubkey,
        place.sign(Place.key(signer), root, "DOMAIN_TRANSFER", place.epoch()));
  }

  private static Optional<Bytes> transfers(Place place, Transfer... transfers) {
    return transfers.length > place.constant("MAX_TRANSFERS")
        ? Optional.empty()
        : place.with(Bodies.transfers(place.body(), transfers));
  }

  /** Somebody who has more than counts: an active one may move what is above. */
  private static OptionalInt rich(Place place) {
    long most = place.constant("MAX_EFFECTIVE_BALANCE");
    return place.find(index -> balance(place, index) > most);
  }

  private static long balance(Place place, int index) {
    return place.state().balances().get(index);
  }

  /** From a rich sender one Gwei to itself, when there is one. */
  private static Optional<Bytes> ofRich(Place place, long slot, int signer) {
    OptionalInt rich = rich(place);
    return rich.isEmpty()
        ? Optional.empty()
        : transfers(
            place,
            transfer(
                place, rich.getAsInt(), rich.getAsInt(), 1, 0, slot, rich.getAsInt() + signer));
  }

  static Optional<Bytes> sameTransferTwice(Place place) {
    Transfer any = transfer(place, 0, 0, 1, 0, place.slot(), 0);
    return transfers(place, any, any);
  }

  static Optional<Bytes> transferOfTooMuch(Place place) {
    return transfers(place, transfer(place, 0, 1, balance(place, 0) + 1, 0, place.slot(), 0));
  }

  static Optional<Bytes> transferThatOverflows(Place place) {
    return transfers(place, transfer(place, 0, 1, -1L, 1, place.slot(), 0));
  }

  static Optional<Bytes> transferOfAnotherSlot(Place place) {
    return ofRich(place, place.slot() + 1, 0);
  }

  static Optional<Bytes> transferOfStake(Place place) {
    OptionalInt staking = place.find(index -> free(place, index));
    return staking.isEmpty()
        ? Optional.empty()
        : transfers(
            place,
            transfer(
                place,
                staking.getAsInt(),
                staking.getAsInt(),
                balance(place, staking.getAsInt()),
                0,
                place.slot(),
                staking.getAsInt()));
  }

  static Optional<Bytes> transferByAnotherKey(Place place) {
    OptionalInt rich = rich(place);
    if (rich.isEmpty()) {
      return Optional.empty();
    }
    Transfer right =
        transfer(place, rich.getAsInt(), rich.getAsInt(), 1, 0, place.slot(), rich.getAsInt());
    return transfers(
        place,
        new Transfer(
            right.sender(),
            right.recipient(),
            right.amount(),
            right.fee(),
            right.slot(),
            Bls.preferred().publicKey(Place.key(rich.getAsInt() + 1)),
            right.signature()));
  }

  static Optional<Bytes> transferSignedByAnother(Place place) {
    return ofRich(place, place.slot(), 1);
  }

  static Optional<Bytes> senderLeftWithDust(Place place) {
    OptionalInt sender =
        place.find(
            index ->
                place.validator(index).activationEligibilityEpoch() == NEVER
                    && balance(place, index) > 1);
    return sender.isEmpty()
        ? Optional.empty()
        : transfers(
            place,
            transfer(
                place,
                sender.getAsInt(),
                sender.getAsInt() == 0 ? 1 : 0,
                balance(place, sender.getAsInt()) - 1,
                0,
                place.slot(),
                sender.getAsInt()));
  }

  static Optional<Bytes> recipientLeftWithDust(Place place) {
    long least = place.constant("MIN_DEPOSIT_AMOUNT");
    OptionalInt poor = place.find(index -> balance(place, index) + 1 < least);
    OptionalInt rich = rich(place);
    return poor.isEmpty() || rich.isEmpty()
        ? Optional.empty()
        : transfers(
            place,
            transfer(place, rich.getAsInt(), poor.getAsInt(), 1, 0, place.slot(), rich.getAsInt()));
  }
}
