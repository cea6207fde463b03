package crosscheck.api;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What one request says in its address, read strictly: an unknown parameter, a repeated one or a
 * value of another form is answered with 400 and a message that says what may stand there.
 */
final class Given {

  private final Map<String, Parameter<?>> declared = new LinkedHashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();

  private boolean settled;

  private Given(List<Parameter<?>> declared) {
    declared.forEach(parameter -> this.declared.put(parameter.name(), parameter));
  }

  /**
   * Reads a request that may have these parameters and no other.
   *
   * @throws ApiException 400
   */
  static Given in(Context request, List<Parameter<?>> declared) {
    Given given = new Given(declared);
    refuseUnknown(request, declared);
    for (Parameter<?> parameter : declared) {
      String name = parameter.name();
      List<String> values =
          parameter.inPath() ? List.of(request.pathParam(name)) : request.queryParams(name);
      if (values.size() > 1) {
        throw ApiException.badRequest("Parameter '" + name + "' stands there more than once.");
      }
      if (values.isEmpty() && parameter.required()) {
        throw ApiException.badRequest(
            "Parameter '" + name + "' is missing; it must be " + parameter.form() + ".");
      }
      for (String text : values) {
        // Whatever has a wrong form is refused, whether or not anybody would look at it.
        parameter.read(text);
        given.texts.put(name, text);
      }
    }
    return given;
  }

  private static void refuseUnknown(Context request, List<Parameter<?>> declared) {
    List<String> names =
        declared.stream().filter(each -> !each.inPath()).map(Parameter::name).toList();
    for (String name : new TreeSet<>(request.queryParamMap().keySet())) {
      if (!names.contains(name)) {
        String shown = name.length() > 40 ? name.substring(0, 40) + "…" : name;
        throw ApiException.badRequest(
            "Unknown parameter '"
                + shown
                + "': this address takes "
                + (names.isEmpty() ? "none" : names.stream().collect(Collectors.joining(", ")))
                + ".");
      }
    }
  }

  /** The value of a parameter that the address declares; empty when it is not given. */
  <T> Optional<T> get(Parameter<T> parameter) {
    if (!declared.containsKey(parameter.name())) {
      throw new IllegalStateException("the address does not declare '" + parameter.name() + "'");
    }
    return Optional.ofNullable(texts.get(parameter.name()))
        .or(parameter::usual)
        .map(parameter::read);
  }

  /** The value of a parameter that is always there: required, or with a usual value. */
  <T> T of(Parameter<T> parameter) {
    return get(parameter).orElseThrow();
  }

  /** Says, when it holds, that the answer will be the same for ever: it may be kept. */
  void settledIf(boolean holds) {
    settled |= holds;
  }

  /** Whether the answer will be the same for ever. */
  boolean settled() {
    return settled;
  }

  /** A part of the path as it stands there. */
  String text(Parameter<?> parameter) {
    return Optional.ofNullable(texts.get(parameter.name())).orElseThrow();
  }

  /** How many entries a list may have. */
  int limit() {
    return Integer.parseInt(
        Optional.ofNullable(texts.get(Parameters.LIMIT))
            .or(declared.get(Parameters.LIMIT)::usual)
            .orElseThrow());
  }

  /** Where the page before ended: ids, numbers or indices of ours. */
  OptionalLong cursor() {
    return texts.containsKey(Parameters.CURSOR.name())
        ? OptionalLong.of(Parameters.CURSOR.read(texts.get(Parameters.CURSOR.name())))
        : OptionalLong.empty();
  }

  /** The cursor, where ids are 32 bits wide. */
  int cursor(int otherwise) {
    return (int) Math.min(cursor().orElse(otherwise), Integer.MAX_VALUE);
  }
}
