package crosscheck.api;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The parameters that addresses have in common, and the forms of which others are made. Each is
 * read, described to people and described to programs at this one place.
 */
final class Parameters {

  static final String LIMIT = "limit";

  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,20}");
  private static final Pattern CHECK_NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,79}");
  private static final Pattern NAME = Pattern.compile("\\S|\\S[^\\p{Cntrl}]{0,198}\\S");
  private static final Pattern RULE = Pattern.compile("[a-z][a-z_]{0,39}");
  private static final BigInteger MOST_INDEX = BigInteger.valueOf(Integer.MAX_VALUE);

  /** Where the page before ended. */
  static final Parameter<Long> CURSOR =
      id("cursor", "Where the page before ended.", "the next_cursor of the page before, decimal");

  static final Parameter<BlockId> BLOCK_ID =
      of(
              "block_id",
              "Which block.",
              BlockId.FORM,
              Map.of("type", "string", "examples", List.of("head")),
              BlockId::of)
          .inThePath();

  static final Parameter<Integer> FORK = fork("fork", "The number of a fork.");

  static final Parameter<String> NODE =
      matching(
          "node",
          "The name of a node.",
          "the name of a node",
          text -> !text.isEmpty() && text.indexOf('\0') < 0);

  static final Parameter<String> CHECK =
      matching(
          "check",
          "The name of a check.",
          "the name of a check, e.g. ATTESTATION_TARGET_EPOCH",
          CHECK_NAME);

  static final Parameter<Bytes32> TIP =
      root("tip", "The chain that ends with this valid block.", "the root of a valid block");

  /** What finality says of a block: true, false, or (empty inside) not decided. */
  static final Parameter<Optional<Boolean>> CANONICAL =
      of(
          "canonical",
          "Blocks on the finalized chain, those that never will be, or those not decided yet.",
          "true, false or undecided",
          Map.of("type", "string", "enum", List.of("true", "false", "undecided")),
          text ->
              switch (text) {
                case "true" -> Optional.of(Optional.of(true));
                case "false" -> Optional.of(Optional.of(false));
                case "undecided" -> Optional.of(Optional.empty());
                default -> Optional.empty();
              });

  static final Parameter<Set<VerdictWord>> VERDICT =
      several(
          "verdict",
          "Blocks with one of these verdicts.",
          Arrays.stream(VerdictWord.values()).map(VerdictWord::word).toList(),
          word -> VerdictWord.of(word).orElseThrow());

  private Parameters() {}

  /** How many entries a page has: 1 to {@code most}. */
  static Parameter<Integer> limit(int usual, int most) {
    return number(LIMIT, "How many entries a page has.", 1, most, Optional.of(usual));
  }

  /** A whole number, bounds included. */
  static Parameter<Integer> number(
      String name, String meaning, int least, int most, Optional<Integer> usual) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "integer");
    schema.put("minimum", least);
    schema.put("maximum", most);
    usual.ifPresent(value -> schema.put("default", value));
    return new Parameter<>(
        name,
        false,
        false,
        meaning,
        "a whole number from " + least + " to " + most,
        schema,
        usual.map(String::valueOf),
        text ->
            decimal(text)
                .filter(value -> value.compareTo(BigInteger.valueOf(least)) >= 0)
                .filter(value -> value.compareTo(BigInteger.valueOf(most)) <= 0)
                .map(BigInteger::intValueExact));
  }

  /** A uint64, e.g. a slot. */
  static Parameter<BigInteger> uint64(String name, String meaning) {
    return of(
        name,
        meaning,
        "a decimal uint64",
        digits(),
        text -> decimal(text).filter(value -> value.compareTo(BlockId.MAX_UINT64) <= 0));
  }

  /** The id of a row of ours, or another number that fits a bigint. */
  static Parameter<Long> id(String name, String meaning, String form) {
    return of(
        name,
        meaning,
        form,
        digits(),
        text -> decimal(text).filter(value -> value.bitLength() <= 63).map(BigInteger::longValue));
  }

  /** The id of a row of ours. */
  static Parameter<Long> id(String name, String meaning) {
    return id(name, meaning, "a decimal number");
  }

  /** Counts something of ours, below 2^31; greater ones are as good as the greatest. */
  static Parameter<Long> index(String name, String meaning) {
    return of(
        name,
        meaning,
        "a decimal number",
        digits(),
        text -> decimal(text).map(value -> value.min(MOST_INDEX).longValueExact()));
  }

  /** The number of a fork; one that no fork can have when it is too large. */
  static Parameter<Integer> fork(String name, String meaning) {
    return of(
        name,
        meaning,
        "the number of a fork, decimal",
        digits(),
        text -> decimal(text).map(value -> value.min(MOST_INDEX).intValueExact()));
  }

  /** The index of a validator, below 2^31. */
  static Parameter<Long> validator(String name, String meaning) {
    return of(
        name,
        meaning,
        "the index of a validator, decimal",
        digits(),
        text ->
            decimal(text)
                .filter(value -> value.compareTo(MOST_INDEX) <= 0)
                .map(BigInteger::longValueExact));
  }

  /** 32 bytes. */
  static Parameter<Bytes32> root(String name, String meaning, String what) {
    return of(
        name,
        meaning,
        what + " (0x and 64 hexadecimal digits)",
        Map.of("type", "string", "pattern", "^" + BlockId.DIGEST.pattern() + "$"),
        text ->
            Optional.of(text)
                .filter(BlockId.DIGEST.asMatchPredicate())
                .map(Bytes32::fromHexString));
  }

  /** One of some words. */
  static Parameter<String> oneOf(String name, String meaning, List<String> words) {
    return of(
        name,
        meaning,
        "one of " + String.join(", ", words),
        Map.of("type", "string", "enum", words),
        text -> Optional.of(text).filter(words::contains));
  }

  /** Some of certain words, separated by commas. */
  static Parameter<Set<String>> several(String name, String meaning, List<String> words) {
    return several(name, meaning, words, word -> word);
  }

  private static <E> Parameter<Set<E>> several(
      String name, String meaning, List<String> words, Function<String, E> value) {
    return list(
        name,
        meaning,
        "one or more, separated by commas, of " + String.join(", ", words),
        Map.of("type", "string", "enum", words),
        words::contains,
        value);
  }

  /** Names in lower case, separated by commas. */
  static Parameter<Set<String>> names(String name, String meaning) {
    return list(
        name,
        meaning,
        "one or more names such as finality_late, separated by commas",
        Map.of("type", "string", "pattern", "^" + RULE.pattern() + "$"),
        RULE.asMatchPredicate(),
        word -> word);
  }

  /** A name that people give, e.g. to a node. */
  static Parameter<String> name(String name, String meaning) {
    return matching(name, meaning, "a name of at most 200 characters", NAME);
  }

  /** Words of one form, separated by commas. */
  static <E> Parameter<Set<E>> list(
      String name,
      String meaning,
      String form,
      Map<String, Object> each,
      Predicate<String> fits,
      Function<String, E> value) {
    return of(
        name,
        meaning,
        form,
        Map.of("type", "array", "items", each),
        text -> {
          List<String> words = List.of(text.split(",", -1));
          if (!words.stream().allMatch(fits)) {
            return Optional.empty();
          }
          Set<E> values = new LinkedHashSet<>();
          words.forEach(word -> values.add(value.apply(word)));
          return Optional.of(values);
        });
  }

  private static Parameter<String> matching(
      String name, String meaning, String form, Pattern pattern) {
    return matching(name, meaning, form, pattern.asMatchPredicate());
  }

  private static Parameter<String> matching(
      String name, String meaning, String form, Predicate<String> fits) {
    return of(
        name, meaning, form, Map.of("type", "string"), text -> Optional.of(text).filter(fits));
  }

  /** Any other form. */
  static <T> Parameter<T> of(
      String name,
      String meaning,
      String form,
      Map<String, Object> schema,
      Function<String, Optional<T>> reading) {
    return new Parameter<>(name, false, false, meaning, form, schema, Optional.empty(), reading);
  }

  private static Map<String, Object> digits() {
    return Map.of("type", "string", "pattern", "^" + DECIMAL.pattern() + "$");
  }

  private static Optional<BigInteger> decimal(String text) {
    return Optional.of(text).filter(DECIMAL.asMatchPredicate()).map(BigInteger::new);
  }
}
