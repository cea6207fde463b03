package crosscheck.indexer.alert;

import crosscheck.settings.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time in the network's own measure, which says the same at any slot time: {@code 2
 * slots}, {@code 1 epoch}.
 *
 * @param count from 0
 * @param ofEpochs whether epochs are counted, not slots
 */
record Span(int count, boolean ofEpochs) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,6}) (slot|epoch)s?");

  static Span slots(int count) {
    return new Span(count, false);
  }

  static Span epochs(int count) {
    return new Span(count, true);
  }

  /** Reads one; empty when the text is of another form. */
  static Optional<Span> read(Value value) {
    Matcher matcher = FORM.matcher(value.text());
    return matcher.matches()
        ? Optional.of(
            new Span(Integer.parseInt(matcher.group(1)), matcher.group(2).equals("epoch")))
        : Optional.empty();
  }

  /** How long that is in the network at hand. */
  Duration in(Situation network) {
    return network.slots(ofEpochs ? count * network.slotsPerEpoch() : count);
  }

  @Override
  public String toString() {
    return Wording.count(count, ofEpochs ? "epoch" : "slot");
  }
}
