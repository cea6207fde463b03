package crosscheck.api;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Something that a caller may say in an address: in its query, or as a part of its path. {@link
 * Parameters} has those there are.
 *
 * @param name as it stands in the address
 * @param inPath a part of the path
 * @param required whether a request must say it
 * @param meaning one line for people
 * @param form what a value looks like, for people: it follows "must be"
 * @param schema the same for programs, as JSON Schema
 * @param usual what counts when it is not given
 * @param reading the value that a text stands for; empty when the text has another form
 */
record Parameter<T>(
    String name,
    boolean inPath,
    boolean required,
    String meaning,
    String form,
    Map<String, Object> schema,
    Optional<String> usual,
    Function<String, Optional<T>> reading) {

  /**
   * Reads a text.
   *
   * @throws ApiException 400, naming the parameter and its form
   */
  T read(String text) {
    return reading.apply(text).orElseThrow(() -> ApiException.badParameter(name, text, form));
  }

  /** The same form under another name, for something else. */
  Parameter<T> as(String otherName, String otherMeaning) {
    return new Parameter<>(otherName, inPath, required, otherMeaning, form, schema, usual, reading);
  }

  /** The same as a part of the path. */
  Parameter<T> inThePath() {
    return new Parameter<>(name, true, true, meaning, form, schema, usual, reading);
  }

  /** The same in the query, where it must stand. */
  Parameter<T> needed() {
    return new Parameter<>(name, false, true, meaning, form, schema, usual, reading);
  }
}
