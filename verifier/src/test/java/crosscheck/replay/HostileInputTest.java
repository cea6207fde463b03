package crosscheck.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import crosscheck.testing.Data;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.MutableBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever bytes come in, the answer is a judgement: within bounded memory, and never {@code error}
 * but for a bound of ours that the failure names.
 */
final class HostileInputTest {

  private static final long SEED = 20190907;
  private static final int SLOT = 0;
  private static final int BODY_OFFSET = 8 + 32 + 32;
  private static final long MEGABYTE = 1 << 20;
  private static final OptionalLong NO_CLOCK = OptionalLong.empty();

  /** The bounds as they stand, but for gaps: a flipped bit of a slot should not cost seconds. */
  private static final ReplaySettings SETTINGS =
      ReplaySettings.defaults().withMaxSlotsAhead(4096).withMaxEmptySlots(4096);

  private Spec spec;
  private State genesis;
  private Replay replay;
  private List<Bytes> blocks;

  /** The first epochs of a good chain are judged, so that there is a parent with a past. */
  @BeforeEach
  void judgeTheStartOfAChain() throws Exception {
    Path chain = Data.require("chains/finality-16");
    spec = Specs.of("v0.8.3", Config.minimal());
    genesis = spec.decodeState(Bytes.wrap(Files.readAllBytes(chain.resolve("genesis.ssz"))));
    try (var files = Files.list(chain.resolve("blocks"))) {
      blocks = files.sorted().limit(20).map(HostileInputTest::read).toList();
    }
    replay = new Replay(spec, genesis, SETTINGS);
    for (Bytes block : blocks.subList(0, blocks.size() - 1)) {
      assertThat(replay.judge(block, NO_CLOCK).verdict()).isEqualTo(Verdict.VALID);
    }
  }

  @AfterEach
  void close() {
    if (replay != null) {
      replay.close();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 63, -1L, (1L << 63) - 1, 1L << 60, 1L << 32})
  void aSlotFarAheadIsFutureWithAClock(long slot) {
    Judgement judgement = replay.judge(next(slot), OptionalLong.of(genesis.genesisTime() + 600));

    assertThat(judgement.verdict()).isEqualTo(Verdict.FUTURE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 63, -1L, (1L << 63) - 1, 1L << 60, 1L << 32, 1_000_000_000})
  void aSlotFarAheadIsFutureOrBeyondOurBoundWithoutAClock(long slot) {
    assertBounded(replay.judge(next(slot), NO_CLOCK));
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 63, -1L, (1L << 63) - 1, 1L << 60, 1_000_000_000})
  void aSlotFarAheadIsAnsweredUnderAClockThatIsJustAsFar(long slot) {
    assertBounded(replay.judge(next(slot), OptionalLong.of(-1L)));
    assertBounded(replay.judge(next(slot), OptionalLong.of(Long.MAX_VALUE)));
  }

  @Test
  void aGapOfAMillionSlotsIsAnsweredWithAndWithoutAClock() {
    Bytes block = next(1_000_000);

    assertBounded(replay.judge(block, NO_CLOCK));
    assertBounded(replay.judge(block, OptionalLong.of(genesis.genesisTime() + 6_000_000)));
  }

  @Test
  void everyTruncationOfABlockIsRefused() {
    Bytes block = blocks.get(blocks.size() - 1);
    for (int length = 0; length < block.size(); length++) {
      assertRefused(block.slice(0, length), "the first " + length + " bytes");
    }
  }

  @Test
  void everyExtensionOfABlockIsRefused() {
    Bytes block = blocks.get(blocks.size() - 1);
    Random random = new Random(SEED);
    for (int extra = 1; extra <= 64; extra++) {
      Bytes tail = random(random, extra);
      assertRefused(Bytes.concatenate(block, tail), tail + " behind the block");
    }
  }

  @Test
  void aFlippedBitAnywhereIsRefused() {
    Bytes block = blocks.get(blocks.size() - 1);
    Random random = new Random(SEED);
    for (int i = 0; i < 120; i++) {
      int bit = random.nextInt(block.size() * 8);
      MutableBytes flipped = block.mutableCopy();
      flipped.set(bit / 8, (byte) (flipped.get(bit / 8) ^ 1 << bit % 8));
      assertRefused(flipped, "bit " + bit + " flipped");
    }
  }

  @Test
  void garbageInPlaceOfAnyRunOfBytesIsRefused() {
    Bytes block = blocks.get(blocks.size() - 1);
    Random random = new Random(SEED);
    for (int i = 0; i < 80; i++) {
      int length = List.of(4, 8, 32, 48, 96).get(random.nextInt(5));
      int at = random.nextInt(block.size() - length);
      Bytes garbage =
          switch (random.nextInt(4)) {
            case 0 -> Bytes.repeat((byte) 0, length);
            case 1 -> Bytes.repeat((byte) 0xff, length);
            case 2 -> Bytes.concatenate(Bytes.of(0xc0), Bytes.wrap(new byte[length - 1]));
            default -> random(random, length);
          };
      MutableBytes changed = block.mutableCopy();
      changed.set(at, garbage);
      if (!changed.equals(block)) {
        assertRefused(changed, garbage + " at byte " + at);
      }
    }
  }

  @Test
  void randomBytesOfAnyLengthAreRefused() {
    Random random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      Bytes bytes = random(random, random.nextInt(2000));
      assertRefused(bytes, "random bytes no. " + i);
    }
  }

  @Test
  void offsetsThatPromiseGiantListsCostLittleMemory() {
    Bytes block = blocks.get(blocks.size() - 1);
    for (int value : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24, 0, 1, 3, 4, 8}) {
      for (int at = BODY_OFFSET; at + 4 <= block.size(); at++) {
        MutableBytes changed = block.mutableCopy();
        changed.set(at, Bytes.ofUnsignedInt(value & 0xffffffffL, ByteOrder.LITTLE_ENDIAN));
        long before = allocated();
        try {
          spec.decodeBlock(changed);
        } catch (crosscheck.ssz.SszException e) {
          // most do not decode; what counts here is what it cost
        }
        assertThat(allocated() - before)
            .as("bytes allocated with offset %d at byte %d", value, at)
            .isLessThan(MEGABYTE);
      }
    }
  }

  @Test
  void aListOfManyMoreElementsThanItsLimitCostsNoMoreThanItsBytes() {
    Bytes giant = giantAttestations(4_000_000);
    long before = allocated();

    Judgement judgement = replay.judge(giant, NO_CLOCK);

    assertThat(judgement.verdict()).isEqualTo(Verdict.MALFORMED);
    assertThat(allocated() - before).isLessThan(4L * giant.size() + MEGABYTE);
  }

  /** A block with nothing in it but a list of that many offsets, each of an empty attestation. */
  private Bytes giantAttestations(int count) {
    Bytes block = blocks.get(0);
    int bodyStart = BODY_OFFSET + 4 + 96;
    int bodyFixed = 96 + 72 + 32 + 6 * 4;
    MutableBytes giant = MutableBytes.create(bodyStart + bodyFixed + 4 * count);
    giant.set(0, block.slice(0, bodyStart + bodyFixed));
    int[] ends = {0, 0, 0, 4 * count, 4 * count, 4 * count};
    for (int list = 0; list < 6; list++) {
      giant.set(bodyStart + 200 + 4 * list, uint32(bodyFixed + ends[list]));
    }
    for (int i = 0; i < count; i++) {
      giant.set(bodyStart + bodyFixed + 4 * i, uint32(4 * count));
    }
    return giant;
  }

  private static Bytes uint32(int value) {
    return Bytes.ofUnsignedInt(value, ByteOrder.LITTLE_ENDIAN);
  }

  /** The next good block with another slot. */
  private Bytes next(long slot) {
    MutableBytes block = blocks.get(blocks.size() - 1).mutableCopy();
    block.set(SLOT, Bytes.ofUnsignedLong(slot, ByteOrder.LITTLE_ENDIAN));
    return block;
  }

  private void assertRefused(Bytes bytes, String what) {
    Judgement judgement = replay.judge(bytes, NO_CLOCK);
    assertThat(judgement.verdict())
        .as("%s: %s", what, judgement.failure())
        .isIn(Verdict.MALFORMED, Verdict.INVALID, Verdict.UNKNOWN_PARENT, Verdict.FUTURE);
  }

  private static void assertBounded(Judgement judgement) {
    assertThat(judgement.verdict())
        .as("%s", judgement.failure())
        .isIn(Verdict.FUTURE, Verdict.INVALID, Verdict.ERROR);
    if (judgement.verdict() == Verdict.ERROR) {
      assertThat(judgement.failure().orElseThrow().check()).isEqualTo(Failures.WORK_BOUND);
    }
  }

  private static Bytes random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private static Bytes read(Path file) {
    try {
      return Bytes.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
