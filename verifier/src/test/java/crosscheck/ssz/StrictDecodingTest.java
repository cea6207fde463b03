package crosscheck.ssz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import crosscheck.ssz.Samples.Flags;
import crosscheck.ssz.Samples.Keys;
import crosscheck.ssz.Samples.Letter;
import crosscheck.ssz.Samples.Nested;
import crosscheck.ssz.SszException.Kind;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Every way bytes can be wrong: its kind, the byte where it shows, and the field. */
class StrictDecodingTest {

  private static final SszType<Letter> LETTER = Samples.SSZ.type(Letter.class);
  private static final SszType<SszList<Letter>> LETTERS = SszTypes.list(LETTER, 3);
  private static final SszType<SszList<Letter>> TWO_LETTERS = SszTypes.vector(LETTER, 2);

  /** to = 1, text = 0x2222 behind the offset 7, from = 3. */
  private static final String GOOD_LETTER = "0x0100 07000000 03 2222";

  private static Bytes hex(String spaced) {
    return Bytes.fromHexString(spaced.replace(" ", ""));
  }

  private static void refuses(
      SszType<?> type, String ssz, Kind kind, int byteOffset, String message) {
    SszException e = catchThrowableOfType(SszException.class, () -> type.decode(hex(ssz)));
    assertThat(e).as("a fault in " + ssz).isNotNull().hasMessageContaining(message);
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.byteOffset()).hasValue(byteOffset);
  }

  @Test
  void acceptsWhatIsRight() throws Exception {
    assertThat(LETTER.decode(hex(GOOD_LETTER)))
        .isEqualTo(new Letter((short) 1, Bytes.of(0x22, 0x22), (byte) 3));
    assertThat(LETTERS.decode(Bytes.EMPTY)).isEqualTo(SszList.empty());
  }

  @Test
  void rejectsIntegersOfAnotherLength() {
    refuses(SszTypes.uint64(), "0x", Kind.LENGTH, 0, "has 0 bytes, needs 8");
    refuses(SszTypes.uint64(), "0x01020304050607", Kind.LENGTH, 7, "has 7 bytes, needs 8");
    refuses(SszTypes.uint64(), "0x010203040506070809", Kind.LENGTH, 8, "has 9 bytes, needs 8");
    refuses(SszTypes.uint8(), "0x0001", Kind.LENGTH, 1, "has 2 bytes, needs 1");
    refuses(SszTypes.uint256(), "0x00", Kind.LENGTH, 1, "has 1 bytes, needs 32");
  }

  @Test
  void rejectsBooleansOtherThanZeroAndOne() {
    refuses(SszTypes.bool(), "0x02", Kind.BOOLEAN, 0, "boolean is 2");
    refuses(SszTypes.bool(), "0x80", Kind.BOOLEAN, 0, "boolean is 128");
    refuses(SszTypes.vector(SszTypes.bool(), 3), "0x0001ff", Kind.BOOLEAN, 2, "[2]: boolean is");
    Bytes keys = Samples.SSZ.encode(Samples.SSZ.defaultValue(Keys.class));
    String bad = keys.slice(0, 80) + "03" + keys.slice(81).toUnprefixedHexString();
    refuses(Samples.SSZ.type(Keys.class), bad, Kind.BOOLEAN, 80, "slashed: boolean is 3");
  }

  @Test
  void rejectsFixedPartsThatAreCutOrTooLong() {
    refuses(LETTER, "0x", Kind.LENGTH, 0, "needs at least 7");
    refuses(LETTER, "0x010007000000", Kind.LENGTH, 6, "has 6 bytes, needs at least 7");
    refuses(SszTypes.uint64Vector(2), "0x" + "00".repeat(17), Kind.LENGTH, 16, "needs 16");
    refuses(SszTypes.byteVector(4), "0x010203", Kind.LENGTH, 3, "needs 4");
  }

  @Test
  void rejectsAFirstOffsetThatIsNotTheEndOfTheFixedPart() {
    refuses(
        LETTER, "0x0100 06000000 03 2222", Kind.OFFSET, 2, "text: first offset is 6, must be 7");
    refuses(
        LETTER, "0x0100 08000000 03 2222", Kind.OFFSET, 2, "text: first offset is 8, must be 7");
    refuses(LETTER, "0x0100 00000000 03 2222", Kind.OFFSET, 2, "first offset is 0");
    refuses(LETTER, "0x0100 ffffffff 03 2222", Kind.OFFSET, 2, "first offset is 4294967295");
    refuses(TWO_LETTERS, "0x 0c000000 13000000" + "00".repeat(20), Kind.OFFSET, 0, "must be 8");
  }

  @Test
  void rejectsOffsetsThatDecrease() {
    refuses(
        LETTERS,
        "0x 0c000000 13000000 12000000" + "00".repeat(14),
        Kind.OFFSET,
        8,
        "[2]: offset 18 is less than the one before, 19");
    refuses(
        LETTERS, "0x 08000000 07000000" + "00".repeat(14), Kind.OFFSET, 4, "[1]: offset 7 is less");
  }

  @Test
  void rejectsOffsetsBeyondTheEnd() {
    refuses(
        LETTERS, "0x 08000000 17000000" + "00".repeat(14), Kind.OFFSET, 4, "beyond the end at 22");
    refuses(LETTERS, "0x 08000000 ffffffff" + "00".repeat(14), Kind.OFFSET, 4, "offset 4294967295");
    refuses(LETTERS, "0x 08000000 00000080" + "00".repeat(14), Kind.OFFSET, 4, "offset 2147483648");
  }

  @Test
  void rejectsAFirstOffsetThatCountsNoElements() {
    refuses(LETTERS, "0x 00000000", Kind.OFFSET, 0, "first offset 0");
    refuses(LETTERS, "0x 06000000 0000", Kind.OFFSET, 0, "first offset 6");
    refuses(LETTERS, "0x 08000000 0000", Kind.OFFSET, 0, "beyond the end at 6");
    refuses(LETTERS, "0x 0400", Kind.LENGTH, 2, "too few for an offset");
  }

  @Test
  void giantOffsetsAskForNoMemory() {
    SszType<SszList<Letter>> many = SszTypes.list(LETTER, 1L << 40);
    refuses(many, "0x fcffffff 00000000", Kind.OFFSET, 0, "first offset 4294967292");
    refuses(many, "0x fcffff7f 00000000", Kind.OFFSET, 0, "first offset 2147483644");
  }

  @Test
  void rejectsMoreElementsThanTheLimit() {
    refuses(SszTypes.uint64List(2), "0x" + "00".repeat(24), Kind.LIMIT, 16, "3 elements, limit 2");
    refuses(SszTypes.rootList(0), "0x" + "00".repeat(32), Kind.LIMIT, 0, "1 elements, limit 0");
    refuses(SszTypes.byteList(3), "0x01020304", Kind.LIMIT, 3, "4 elements, limit 3");
    refuses(
        LETTERS,
        "0x 10000000 17000000 1e000000 25000000" + "00".repeat(28),
        Kind.LIMIT,
        12,
        "4 elements, limit 3");
    refuses(SszTypes.bitlist(8), "0xff03", Kind.LIMIT, 1, "9 elements, limit 8");
    refuses(SszTypes.bitlist(0), "0x02", Kind.LIMIT, 0, "1 elements, limit 0");
  }

  @Test
  void rejectsPiecesOfElements() {
    refuses(SszTypes.uint64List(9), "0x" + "00".repeat(12), Kind.LENGTH, 8, "not a multiple of 8");
    refuses(SszTypes.rootList(9), "0x00", Kind.LENGTH, 0, "not a multiple of 32");
  }

  @Test
  void rejectsBitsBehindTheLastOfABitvector() {
    refuses(SszTypes.bitvector(9), "0xff02", Kind.PADDING, 1, "behind the last of 9");
    refuses(SszTypes.bitvector(1), "0x80", Kind.PADDING, 0, "behind the last of 1");
    refuses(SszTypes.bitvector(8), "0xff00", Kind.LENGTH, 1, "has 2 bytes, needs 1");
  }

  @Test
  void rejectsBitlistsWithoutDelimiter() {
    refuses(SszTypes.bitlist(8), "0x", Kind.DELIMITER, 0, "without delimiter");
    refuses(SszTypes.bitlist(8), "0x00", Kind.DELIMITER, 0, "without delimiter");
    refuses(SszTypes.bitlist(64), "0xffff00", Kind.DELIMITER, 2, "without delimiter");
  }

  @Test
  void rejectsBytesBehindTheEnd() {
    refuses(SszTypes.bool(), "0x0100", Kind.LENGTH, 1, "has 2 bytes, needs 1");
    // Behind the last variable part, surplus bytes look like its own: here beyond its limit.
    refuses(LETTER, GOOD_LETTER + "00".repeat(15), Kind.LIMIT, 23, "text: has 17 elements");
  }

  @Test
  void saysTheWholePath() throws Exception {
    Nested nested = Samples.SSZ.defaultValue(Nested.class);
    byte[] ssz = Samples.SSZ.encode(nested).toArrayUnsafe();
    int flags = ssz.length - Samples.SSZ.encode(nested.field9()).size();
    ssz[flags + 4] = 4; // a third bit in Flags.second, behind the offset of the first field
    SszException e =
        catchThrowableOfType(
            SszException.class, () -> Samples.SSZ.decode(Nested.class, Bytes.wrap(ssz)));
    assertThat(e.path()).containsExactly("field_9", "second");
    assertThat(e)
        .hasMessage("field_9.second: a bit is set behind the last of 2 (byte " + (flags + 4) + ")");
    assertThat(Samples.SSZ.decode(Flags.class, Samples.SSZ.encode(nested.field9())))
        .isEqualTo(nested.field9());
  }

  @Test
  void joinsIndicesToTheListTheyBelongTo() {
    SszType<SszList<SszList<Boolean>>> type = SszTypes.list(SszTypes.vector(SszTypes.bool(), 2), 5);
    SszException e =
        catchThrowableOfType(SszException.class, () -> type.decode(hex("0x000000000900")));
    assertThat(e.within("fields").path()).containsExactly("fields[2][0]");
  }

  @Test
  void keepsNothingOfTheInput() throws Exception {
    byte[] ssz = hex(GOOD_LETTER).toArrayUnsafe();
    Letter letter = LETTER.decode(Bytes.wrap(ssz));
    ssz[8] = 0x55;
    assertThat(letter.text()).isEqualTo(Bytes.of(0x22, 0x22));
  }

  @Test
  void decodesASliceOfALongerArray() throws Exception {
    Bytes padded = Bytes.concatenate(Bytes.of(9, 9), hex(GOOD_LETTER), Bytes.of(9));
    assertThat(LETTER.decode(padded.slice(2, 9))).isEqualTo(LETTER.decode(hex(GOOD_LETTER)));
  }
}
