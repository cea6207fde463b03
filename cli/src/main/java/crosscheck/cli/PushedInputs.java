package crosscheck.cli;

import crosscheck.api.Intake;
import crosscheck.indexer.Claim;
import crosscheck.indexer.Delivery;
import crosscheck.indexer.Observation;
import crosscheck.indexer.Receipt;
import crosscheck.indexer.Receiver;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Takes in what is pushed over the API, as the source {@code push}. */
record PushedInputs(Receiver receiver) implements Intake {

  private static final String SOURCE = "push";

  @Override
  public List<Taken> take(List<Offer> offers) throws InterruptedException {
    return receiver.receiveAll(offers.stream().map(this::delivery).toList()).stream()
        .map(PushedInputs::taken)
        .toList();
  }

  private Delivery delivery(Offer offer) {
    boolean claims = offer.claimedValid().isPresent() || offer.claimedPostState().isPresent();
    Optional<Claim.Word> verdict =
        offer.claimedValid().map(valid -> valid ? Claim.Word.VALID : Claim.Word.INVALID);
    return new Delivery(
        offer.ssz(),
        new Observation(SOURCE, offer.node(), receiver.now()),
        Optional.empty(),
        claims ? Optional.of(new Claim(verdict, offer.claimedPostState())) : Optional.empty());
  }

  private static Taken taken(Receipt receipt) {
    return new Taken(
        receipt.outcome().name().toLowerCase(Locale.ROOT),
        receipt.inputId(),
        receipt.refusal().map(PushedInputs::words));
  }

  private static String words(String refusal) {
    return switch (refusal) {
      case "too_large" -> "it has more bytes than any block may have";
      case "too_many_malformed" -> "as many inputs that do not decode are kept as may be";
      case "too_many_waiting" ->
          "as many blocks that wait for their parent or slot are kept as may be: send it again"
              + " after its ancestors";
      case "too_far_ahead" -> "its slot is far in the future, and few of such are kept";
      default -> throw new IllegalArgumentException("unknown reason " + refusal);
    };
  }

  @Override
  public int mostBytes() {
    return receiver.mostBytes();
  }
}
