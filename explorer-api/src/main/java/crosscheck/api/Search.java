package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.spec.Spec;
import crosscheck.ssz.SszException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/**
 * Finds what a few characters may mean: numbers, beginnings of roots and keys, names. Every query
 * walks a stretch of an index, and takes a few rows of it.
 */
final class Search {

  private static final int MOST_CHARACTERS = 200;

  /** What is looked for. */
  static final Parameter<String> TEXT =
      Parameters.of(
              "q",
              "What is looked for: a number, the beginning of a root or public key, a name,"
                  + " graffiti.",
              "a text of 1 to " + MOST_CHARACTERS + " characters",
              Map.of("type", "string", "minLength", 1, "maxLength", MOST_CHARACTERS),
              text ->
                  Optional.of(text.strip())
                      .filter(it -> !it.isEmpty() && it.length() <= MOST_CHARACTERS)
                      .filter(it -> it.indexOf('\0') < 0))
          .needed();

  /** Fewest hexadecimal digits that are taken for the beginning of a root. */
  private static final int FEWEST_DIGITS = 4;

  /** Fewest characters that are looked for in graffiti: one or two are in nearly all. */
  private static final int FEWEST_OF_GRAFFITI = 3;

  private static final int ROOT_BYTES = 32;
  private static final int KEY_BYTES = 48;

  private static final Pattern NUMBER =
      Pattern.compile("(?:(slot|epoch|validator|fork)\\s+)?([0-9]{1,20})");
  private static final Pattern HEX =
      Pattern.compile("(0x)?([0-9a-f]{" + FEWEST_DIGITS + "," + 2 * KEY_BYTES + "})");

  private static final String BLOCK =
      """
      select b.input_id, b.root, b.hash, b.slot::text as slot, v.status, v.waiting_for
      from decoded_blocks b
      join verdicts v on v.input_id = b.input_id
      """;

  private static final String BEST_FIRST =
      "order by v.status = 'valid' desc, b.slot desc\nlimit :limit\n";

  private static final String OF_ROOT =
      BLOCK
          + """
          where substring(b.root from 1 for 7) between substring(:low from 1 for 7)
              and substring(:high from 1 for 7)
            and b.root::bytea between :low and :high
          """
          + BEST_FIRST;

  private static final String OF_HASH =
      BLOCK
          + """
          where substring(b.hash from 1 for 7) between substring(:low from 1 for 7)
              and substring(:high from 1 for 7)
            and b.hash::bytea between :low and :high
          """
          + BEST_FIRST;

  private static final String OF_STATE_ROOT =
      BLOCK
          + """
          join inputs i on i.id = b.input_id
          where substring(i.ssz from 41 for 7) between substring(:low from 1 for 7)
              and substring(:high from 1 for 7)
            and substring(i.ssz from 41 for 32) between :low and :high
          """
          + BEST_FIRST;

  private static final String OF_DEPOSIT =
      """
      select b.input_id, b.root, b.hash, b.slot::text as slot, v.status, v.waiting_for
      from deposits d
      join decoded_blocks b on b.input_id = d.input_id
      join verdicts v on v.input_id = d.input_id
      where d.pubkey between :low and :high
      limit :limit
      """;

  private static final String NODES =
      """
      select name
      from nodes
      where position(lower(:wanted) in lower(name)) > 0
      order by lower(name) <> lower(:wanted), position(lower(:wanted) in lower(name)), name
      limit :limit
      """;

  private static final String NUMBERS =
      """
      select exists (select from blocks where slot = :number) as has_blocks,
             exists (select from forks where id = :number) as is_fork,
             coalesce((
               select validator_count
               from epochs
               order by epoch desc
               limit 1), 0) as validator_count
      """;

  private final Spec spec;
  private final Chain chain;

  /** Public keys of the genesis state, lower-case hex without 0x; read when first needed. */
  private NavigableMap<String, Integer> genesisKeys = new TreeMap<>();

  Search(Spec spec, Chain chain) {
    this.spec = spec;
    this.chain = chain;
  }

  /**
   * Something found.
   *
   * @param type {@code block}, {@code slot}, {@code epoch}, {@code validator}, {@code fork}, {@code
   *     node}
   * @param id what the API calls it: root or hash, number, name
   * @param match what the text is to it: {@code root}, {@code hash}, {@code state_root}, {@code
   *     graffiti}, {@code deposit}, {@code public_key}, {@code number}, {@code name}
   * @param slot of a block
   * @param verdict of a block
   * @param detail the public key of a validator found by it
   */
  record Found(
      String type,
      String id,
      String match,
      Optional<String> slot,
      Optional<String> verdict,
      Optional<String> detail) {

    static Found of(String type, String id, String match) {
      return new Found(type, id, match, Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /**
   * What the text may mean, the likeliest first: names of ours, numbers, roots, keys, nodes,
   * graffiti.
   *
   * @param limit most of each kind, and of all
   */
  List<Found> find(Handle handle, String text, int limit) {
    String asked = text.strip();
    String lower = asked.toLowerCase(Locale.ROOT).replace(",", "");
    Map<String, Found> found = new LinkedHashMap<>();
    named(handle, lower).ifPresent(it -> add(found, it));
    numbers(handle, lower).forEach(it -> add(found, it));
    hex(handle, lower, limit).forEach(it -> add(found, it));
    names(handle, asked, limit).forEach(it -> add(found, it));
    graffiti(handle, asked, limit).forEach(it -> add(found, it));
    return found.values().stream().limit(limit).toList();
  }

  private static void add(Map<String, Found> found, Found it) {
    found.putIfAbsent(it.type() + " " + it.id(), it);
  }

  private Optional<Found> named(Handle handle, String text) {
    return Arrays.stream(BlockId.Name.values())
        .filter(name -> name.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .map(name -> Found.of("block", chain.rootOf(handle, name).toHexString(), "name"));
  }

  private List<Found> numbers(Handle handle, String text) {
    Matcher parts = NUMBER.matcher(text);
    if (!parts.matches()) {
      return List.of();
    }
    Optional<String> kind = Optional.ofNullable(parts.group(1));
    BigInteger number = new BigInteger(parts.group(2));
    Chain.SlotClock clock = chain.slotClock(chain.network(handle));
    List<Found> found = new ArrayList<>();
    handle
        .createQuery(NUMBERS)
        .bind("number", new BigDecimal(number))
        .map(
            (row, context) -> {
              String id = number.toString();
              if (row.getBoolean("has_blocks")
                  || number.compareTo(new BigInteger(clock.slot())) <= 0) {
                found.add(Found.of("slot", id, "number"));
              }
              if (number.compareTo(new BigInteger(clock.epoch())) <= 0) {
                found.add(Found.of("epoch", id, "number"));
              }
              if (number.compareTo(BigInteger.valueOf(row.getLong("validator_count"))) < 0) {
                found.add(Found.of("validator", id, "number"));
              }
              if (row.getBoolean("is_fork")) {
                found.add(Found.of("fork", id, "number"));
              }
              return found;
            })
        .one();
    found.removeIf(it -> kind.isPresent() && !kind.get().equals(it.type()));
    return found;
  }

  private List<Found> hex(Handle handle, String text, int limit) {
    Matcher parts = HEX.matcher(text);
    if (!parts.matches()) {
      return List.of();
    }
    String digits = parts.group(2);
    List<Found> found = new ArrayList<>();
    if (digits.length() <= 2 * ROOT_BYTES) {
      Range range = Range.ofHex(digits, ROOT_BYTES);
      found.addAll(blocks(handle, OF_ROOT, "root", range, limit));
      found.addAll(blocks(handle, OF_HASH, "hash", range, limit));
      found.addAll(blocks(handle, OF_STATE_ROOT, "state_root", range, limit));
    }
    keys(handle).subMap(digits, digits + "g").entrySet().stream()
        .limit(limit)
        .forEach(
            key ->
                found.add(
                    new Found(
                        "validator",
                        key.getValue().toString(),
                        "public_key",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("0x" + key.getKey()))));
    found.addAll(blocks(handle, OF_DEPOSIT, "deposit", Range.ofHex(digits, KEY_BYTES), limit));
    return found;
  }

  private static List<Found> names(Handle handle, String text, int limit) {
    return handle
        .createQuery(Reader.limited(NODES, limit))
        .bind("wanted", text)
        .map((row, context) -> Found.of("node", row.getString("name"), "name"))
        .list();
  }

  /** The latest first. */
  private static List<Found> graffiti(Handle handle, String text, int limit) {
    if (text.length() < FEWEST_OF_GRAFFITI || !Graffiti.fits(text)) {
      return List.of();
    }
    String sql =
        BLOCK
            + "where "
            + Graffiti.condition(handle, text)
            + "\norder by b.input_id desc\nlimit "
            + limit;
    return Graffiti.bind(handle.createQuery(sql), sql, text)
        .map((row, context) -> block(row, "graffiti"))
        .list();
  }

  private static List<Found> blocks(
      Handle handle, String sql, String match, Range range, int limit) {
    return handle
        .createQuery(Reader.limited(sql, limit))
        .bind("low", range.low())
        .bind("high", range.high())
        .map((row, context) -> block(row, match))
        .list();
  }

  /** By its root, but where another copy could be meant by its hash. */
  private static Found block(ResultSet row, String match) throws SQLException {
    Optional<String> waiting = Optional.ofNullable(row.getString("waiting_for"));
    byte[] id = row.getBytes(match.equals("hash") ? "hash" : "root");
    return new Found(
        "block",
        Bytes.wrap(id).toHexString(),
        match,
        Optional.of(row.getString("slot")),
        Optional.of(VerdictWord.of(row.getString("status"), waiting).word()),
        Optional.empty());
  }

  private synchronized NavigableMap<String, Integer> keys(Handle handle) {
    if (genesisKeys.isEmpty()) {
      try {
        JsonNode state =
            Json.tree(spec.ssz().toPlain(spec.decodeState(chain.genesisState(handle))));
        NavigableMap<String, Integer> keys = new TreeMap<>();
        for (JsonNode validator : state.get("validators")) {
          keys.put(validator.get("pubkey").asText().substring(2), keys.size());
        }
        genesisKeys = keys;
      } catch (SszException e) {
        throw new IllegalStateException("the genesis state in the database does not decode", e);
      }
    }
    return genesisKeys;
  }

  /**
   * Everything that begins with certain bytes.
   *
   * @param high may have half a byte of its own when the digits are odd
   */
  private record Range(byte[] low, byte[] high) {

    static Range ofHex(String digits, int size) {
      return new Range(
          Bytes.fromHexString(digits + "0".repeat(2 * size - digits.length())).toArrayUnsafe(),
          Bytes.fromHexString(digits + "f".repeat(2 * size - digits.length())).toArrayUnsafe());
    }
  }
}
