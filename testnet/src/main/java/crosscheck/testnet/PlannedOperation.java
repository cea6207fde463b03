package crosscheck.testnet;

import crosscheck.settings.Section;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import java.util.Optional;

/** Something that somebody wants to have included in the chain, from a moment on. */
public sealed interface PlannedOperation {

  /** From when on it is wanted. */
  Moment at();

  /**
   * Deposits, seen on the pretended eth1 chain, each by the interop key of its validator.
   *
   * @param validators indices: of new validators in the order in which they join, or of those whose
   *     balance is to grow
   * @param amountGwei each; empty: the full balance of the configuration
   */
  record Deposits(Moment at, IndexRanges validators, Optional<Long> amountGwei)
      implements PlannedOperation {}

  /** Voluntary exits, signed as soon as the chain allows them. */
  record Exits(Moment at, IndexRanges validators) implements PlannedOperation {}

  /**
   * A transfer between balances, where the configuration has room for one in a block.
   *
   * @param from index of the sender
   * @param to index of the recipient
   */
  record Transfers(Moment at, int from, int to, long amountGwei, long feeGwei)
      implements PlannedOperation {}

  /**
   * Reads one entry of {@code operations}.
   *
   * @param mostTransfers that a block of the configuration may carry
   * @throws SettingsException naming the line
   */
  static PlannedOperation read(Value value, long mostTransfers) {
    Section section = value.section();
    String kind = section.required("kind").oneOf("deposit", "exit", "transfer");
    switch (kind) {
      case "deposit":
        section.only("kind", "at", "validators", "amount_gwei");
        return new Deposits(
            at(section),
            IndexRanges.read(section.required("validators")),
            section.optional("amount_gwei").map(amount -> amount.number(1L, Long.MAX_VALUE)));
      case "exit":
        section.only("kind", "at", "validators");
        return new Exits(at(section), IndexRanges.read(section.required("validators")));
      default:
        section.only("kind", "at", "from", "to", "amount_gwei", "fee_gwei");
        if (mostTransfers == 0) {
          throw section
              .required("kind")
              .wrong("the configuration allows no transfers: MAX_TRANSFERS is 0");
        }
        return new Transfers(
            at(section),
            section.required("from").number(0, Integer.MAX_VALUE),
            section.required("to").number(0, Integer.MAX_VALUE),
            section.required("amount_gwei").number(0L, Long.MAX_VALUE),
            section.optional("fee_gwei").map(fee -> fee.number(0L, Long.MAX_VALUE)).orElse(0L));
    }
  }

  private static Moment at(Section section) {
    return section.optional("at").map(Moment::read).orElse(Moment.slot(0));
  }
}
