package crosscheck.testnet;

import crosscheck.settings.Value;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A slot, or the first slot of an epoch: {@code 17}, {@code slot 17}, {@code epoch 3}.
 *
 * @param count slots or epochs after genesis, from 0
 * @param ofEpochs whether epochs are counted
 */
public record Moment(long count, boolean ofEpochs) {

  private static final Pattern FORM = Pattern.compile("(?:(slot|epoch) )?([0-9]{1,12})");
  private static final String EXPECTED = "a slot or an epoch, such as 17, slot 17 or epoch 3";

  public static Moment slot(long slot) {
    return new Moment(slot, false);
  }

  public static Moment epoch(long epoch) {
    return new Moment(epoch, true);
  }

  /**
   * @throws crosscheck.settings.SettingsException when it is of no such form
   */
  public static Moment read(Value value) {
    Matcher matcher = FORM.matcher(value.text(FORM, EXPECTED));
    if (!matcher.matches()) {
      throw value.wrong("expected " + EXPECTED);
    }
    return new Moment(Long.parseLong(matcher.group(2)), "epoch".equals(matcher.group(1)));
  }

  /** The slot it is. */
  public long toSlot(long slotsPerEpoch) {
    return ofEpochs ? count * slotsPerEpoch : count;
  }

  @Override
  public String toString() {
    return (ofEpochs ? "epoch " : "slot ") + count;
  }
}
