package crosscheck.api;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a block is not valid, or why fork choice refuses it, or what went wrong on our side.
 *
 * @param function spec function, e.g. {@code process_attestation}; {@code ssz_decode} for
 *     undecodable bytes; empty when an ancestor decides or we failed
 * @param assertion ordinal among the asserts of the function, from 1; empty for implicit failures
 * @param check name of the check, as {@code /api/v1/checks} lists it
 * @param message one line
 * @param path from the outermost function to the operation at fault
 * @param expected what would have passed
 * @param actual what was found
 * @param link section of the spec
 */
record Failed(
    Optional<String> function,
    OptionalInt assertion,
    Optional<String> check,
    String message,
    List<String> path,
    Optional<String> expected,
    Optional<String> actual,
    Optional<String> link) {

  /**
   * Reads the columns {@code prefix_function, prefix_assertion, …}; empty when there is no message.
   *
   * @param links check → section of the spec
   */
  static Optional<Failed> read(ResultSet row, String prefix, Map<String, String> links)
      throws SQLException {
    String message = row.getString(prefix + "_message");
    if (message == null) {
      return Optional.empty();
    }
    int assertion = row.getInt(prefix + "_assertion");
    OptionalInt ordinal = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(assertion);
    Optional<String> check = Optional.ofNullable(row.getString(prefix + "_check"));
    return Optional.of(
        new Failed(
            Optional.ofNullable(row.getString(prefix + "_function")),
            ordinal,
            check,
            message,
            strings(row.getArray(prefix + "_path")),
            Optional.ofNullable(row.getString(prefix + "_expected")),
            Optional.ofNullable(row.getString(prefix + "_actual")),
            check.map(links::get)));
  }

  private static List<String> strings(Array array) throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }
}
