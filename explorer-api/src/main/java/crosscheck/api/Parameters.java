package crosscheck.api;

import io.javalin.http.Context;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The query parameters of one request, read strictly: an unknown name, a repeated one or a value of
 * another form is answered with 400 and a message that says what may stand there.
 */
final class Parameters {

  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,20}");
  private static final Pattern CHECK = Pattern.compile("[A-Z][A-Z0-9_]{0,79}");

  private static final Pattern NAME = Pattern.compile("\\S|\\S[^\\p{Cntrl}]{0,198}\\S");
  private static final Pattern ROOT = Pattern.compile("0x[0-9a-fA-F]{64}");
  private static final Pattern RULE = Pattern.compile("[a-z][a-z_]{0,39}");

  private final Context request;

  private Parameters(Context request) {
    this.request = request;
  }

  /** The parameters of a request that may have those of {@code names} and no other. */
  static Parameters of(Context request, String... names) {
    Set<String> allowed = new LinkedHashSet<>(List.of(names));
    for (String name : new TreeSet<>(request.queryParamMap().keySet())) {
      if (!allowed.contains(name)) {
        String shown = name.length() > 40 ? name.substring(0, 40) + "…" : name;
        throw ApiException.badRequest(
            "Unknown parameter '"
                + shown
                + "': this address takes "
                + (allowed.isEmpty() ? "none" : String.join(", ", allowed))
                + ".");
      }
    }
    return new Parameters(request);
  }

  /** How many entries: 1 to {@code most}, {@code usual} when not given. */
  int limit(int usual, int most) {
    String form = "a number from 1 to " + most;
    return single("limit")
        .map(
            text -> {
              BigInteger value = decimal("limit", text, form);
              if (value.signum() == 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
                throw ApiException.badParameter("limit", text, form);
              }
              return value.intValue();
            })
        .orElse(usual);
  }

  /** A place in a list, or an id of a row: a decimal number that fits a bigint. */
  OptionalLong place(String name, String form) {
    Optional<String> text = single(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    BigInteger value = decimal(name, text.get(), form);
    if (value.bitLength() > 63) {
      throw ApiException.badParameter(name, text.get(), form);
    }
    return OptionalLong.of(value.longValue());
  }

  /** The number of a fork; one that no fork can have when it is too large. */
  Optional<Integer> fork(String name) {
    return single(name).map(text -> fork(name, text));
  }

  /**
   * Reads the number of a fork.
   *
   * @throws ApiException 400 when it is no number
   */
  static int fork(String name, String text) {
    return decimal(name, text, "the number of a fork, decimal")
        .min(BigInteger.valueOf(Integer.MAX_VALUE))
        .intValue();
  }

  /** What finality says of a block: true, false, or (empty inside) not decided. */
  Optional<Optional<Boolean>> canonical(String name) {
    return single(name)
        .map(
            text ->
                switch (text) {
                  case "true" -> Optional.of(true);
                  case "false" -> Optional.of(false);
                  case "undecided" -> Optional.empty();
                  default ->
                      throw ApiException.badParameter(name, text, "true, false or undecided");
                });
  }

  /** The name of a node, as it stands there. */
  Optional<String> node(String name) {
    return single(name).map(text -> node(name, text));
  }

  /**
   * Reads the name of a node.
   *
   * @throws ApiException 400 when no node can have it
   */
  static String node(String name, String text) {
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw ApiException.badParameter(name, text, "the name of a node");
    }
    return text;
  }

  /** A uint64, e.g. a slot. */
  Optional<BigInteger> uint64(String name) {
    String form = "a decimal uint64";
    return single(name)
        .map(
            text -> {
              BigInteger value = decimal(name, text, form);
              if (value.compareTo(BlockId.MAX_UINT64) > 0) {
                throw ApiException.badParameter(name, text, form);
              }
              return value;
            });
  }

  /**
   * The chain that {@code tip} or {@code fork} names; that of the head when neither is given.
   *
   * @throws ApiException 400 also when both are given
   */
  Branch.Asked branch() {
    Optional<Bytes> tip =
        single("tip")
            .map(
                text -> {
                  if (!BlockId.DIGEST.matcher(text).matches()) {
                    throw ApiException.badParameter(
                        "tip", text, "the root of a valid block (0x and 64 hexadecimal digits)");
                  }
                  return Bytes.fromHexString(text);
                });
    Optional<Integer> fork = fork("fork");
    if (tip.isPresent() && fork.isPresent()) {
      throw ApiException.badRequest("Only one of 'tip' and 'fork' can name the chain.");
    }
    return new Branch.Asked(tip, fork);
  }

  /** A part of the path that counts something of ours, below 2^31; greater ones are as good. */
  static long index(String name, String text) {
    return decimal(name, text, "a decimal number")
        .min(BigInteger.valueOf(Integer.MAX_VALUE))
        .longValueExact();
  }

  /** Verdicts, separated by commas; empty when not given. */
  Set<VerdictWord> verdicts(String name) {
    Set<VerdictWord> verdicts = new LinkedHashSet<>();
    for (String word : words(name)) {
      verdicts.add(
          VerdictWord.of(word)
              .orElseThrow(
                  () ->
                      ApiException.badParameter(
                          name,
                          word,
                          "one or more, separated by commas, of " + VerdictWord.all())));
    }
    return verdicts;
  }

  /** Some of certain words, separated by commas; empty when not given. */
  Set<String> words(String name, List<String> known) {
    Set<String> words = new LinkedHashSet<>();
    for (String word : words(name)) {
      if (!known.contains(word)) {
        throw ApiException.badParameter(
            name, word, "one or more, separated by commas, of " + String.join(", ", known));
      }
      words.add(word);
    }
    return words;
  }

  /** Names in lower case, separated by commas; empty when not given. */
  Set<String> names(String name) {
    Set<String> names = new LinkedHashSet<>();
    for (String word : words(name)) {
      if (!RULE.matcher(word).matches()) {
        throw ApiException.badParameter(
            name, word, "one or more names such as finality_late, separated by commas");
      }
      names.add(word);
    }
    return names;
  }

  /** A path parameter that is the id of a row. */
  static long id(String name, String text) {
    String form = "a decimal number";
    BigInteger value = decimal(name, text, form);
    if (value.bitLength() > 63) {
      throw ApiException.badParameter(name, text, form);
    }
    return value.longValue();
  }

  /** The name of a check. */
  Optional<String> check(String name) {
    return single(name)
        .map(
            text -> {
              if (!CHECK.matcher(text).matches()) {
                throw ApiException.badParameter(
                    name, text, "the name of a check, e.g. ATTESTATION_TARGET_EPOCH");
              }
              return text;
            });
  }

  /** One of some words. */
  Optional<String> oneOf(String name, List<String> words) {
    return single(name)
        .map(
            text -> {
              if (!words.contains(text)) {
                throw ApiException.badParameter(name, text, "one of " + String.join(", ", words));
              }
              return text;
            });
  }

  /** A name that people give, e.g. of a node. */
  Optional<String> name(String name) {
    return single(name)
        .map(
            text -> {
              if (!NAME.matcher(text).matches()) {
                throw ApiException.badParameter(name, text, "a name of at most 200 characters");
              }
              return text;
            });
  }

  /** A validator index. */
  OptionalLong index(String name) {
    String form = "the index of a validator, decimal";
    OptionalLong index = place(name, form);
    if (index.isPresent() && index.getAsLong() > Integer.MAX_VALUE) {
      throw ApiException.badParameter(name, String.valueOf(index.getAsLong()), form);
    }
    return index;
  }

  /** The id of a row, in the path. */
  long id(String name) {
    String text = request.pathParam(name);
    String form = "a decimal id";
    BigInteger value = decimal(name, text, form);
    if (value.bitLength() > 63) {
      throw ApiException.badParameter(name, text, form);
    }
    return value.longValue();
  }

  /** A root: 0x and 64 hex digits. */
  Optional<Bytes32> root(String name) {
    return single(name)
        .map(
            text -> {
              if (!ROOT.matcher(text).matches()) {
                throw ApiException.badParameter(name, text, "0x and 64 hex digits");
              }
              return Bytes32.fromHexString(text);
            });
  }

  /** A small whole number, bounds included. */
  OptionalInt number(String name, int least, int most) {
    String form = "a whole number from " + least + " to " + most;
    Optional<String> text = single(name);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    BigInteger value = decimal(name, text.get(), form);
    if (value.compareTo(BigInteger.valueOf(least)) < 0
        || value.compareTo(BigInteger.valueOf(most)) > 0) {
      throw ApiException.badParameter(name, text.get(), form);
    }
    return OptionalInt.of(value.intValue());
  }

  private List<String> words(String name) {
    List<String> words = new ArrayList<>();
    single(name).ifPresent(text -> words.addAll(List.of(text.split(",", -1))));
    return words;
  }

  private Optional<String> single(String name) {
    List<String> values = request.queryParams(name);
    if (values.size() > 1) {
      throw ApiException.badRequest("Parameter '" + name + "' stands there more than once.");
    }
    return values.stream().findFirst();
  }

  private static BigInteger decimal(String name, String text, String form) {
    if (!DECIMAL.matcher(text).matches()) {
      throw ApiException.badParameter(name, text, form);
    }
    return new BigInteger(text);
  }
}
