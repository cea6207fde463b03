package crosscheck.api;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The forms in which an answer can be had. */
enum Form {
  JSON("application/json"),
  CSV("text/csv"),
  SSZ("application/octet-stream");

  /** Asks for a form in the address, for those who cannot set a header. */
  static final String PARAMETER = "format";

  private final String mediaType;

  Form(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The parameter {@code format} of an address that has these forms. */
  static Parameter<String> parameter(List<Form> forms) {
    return Parameters.oneOf(
        PARAMETER,
        "The form of the answer, before Accept.",
        forms.stream().map(Form::word).toList());
  }

  /**
   * The form that a request wants: what {@code format} says, else the most wanted by {@code
   * Accept}; of equally wanted ones that which stands first there.
   *
   * @param forms those there are, the usual first
   * @throws ApiException 406 when it wants none of them
   */
  static Form wanted(Context request, List<Form> forms) {
    Optional<String> asked = Optional.ofNullable(request.queryParam(PARAMETER));
    if (asked.isPresent()) {
      return Form.valueOf(asked.get().toUpperCase(Locale.ROOT));
    }
    String accept = request.header("Accept");
    if (accept == null || accept.isBlank()) {
      return forms.get(0);
    }
    Form best = null;
    Wish bestWish = new Wish(0, 0, 0);
    for (Form form : forms) {
      Wish wish = Wish.of(form.mediaType, accept);
      if (wish.quality() > bestWish.quality()
          || (wish.quality() == bestWish.quality()
              && wish.quality() > 0
              && wish.place() < bestWish.place())) {
        best = form;
        bestWish = wish;
      }
    }
    if (best == null) {
      throw ApiException.notAcceptable(
          "This address answers with "
              + forms.stream().map(Form::mediaType).collect(Collectors.joining(" or "))
              + ".");
    }
    return best;
  }

  /**
   * How much a media type is wanted.
   *
   * @param quality 0 to 1
   * @param place of the entry that says so, from 0
   * @param precision of that entry: 3 names the type, 2 is {@code text/*}, 1 is {@code *}{@code /*}
   */
  private record Wish(double quality, int place, int precision) {

    static Wish of(String type, String accept) {
      Wish wish = new Wish(0, 0, 0);
      String[] entries = accept.split(",", 100);
      for (int place = 0; place < entries.length; place++) {
        String[] parts = entries[place].split(";");
        String range = parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT);
        int precision = precision(range, type);
        if (precision > wish.precision()) {
          wish = new Wish(quality(parts), place, precision);
        }
      }
      return wish;
    }

    private static int precision(String range, String type) {
      if (range.equals(type)) {
        return 3;
      }
      if (range.equals(type.substring(0, type.indexOf('/')) + "/*")) {
        return 2;
      }
      return range.equals("*/*") ? 1 : 0;
    }

    private static double quality(String[] parts) {
      for (int i = 1; i < parts.length; i++) {
        String part = parts[i].strip();
        if (part.matches("(?i)q=[01](\\.[0-9]{0,3})?")) {
          return Math.min(1, Double.parseDouble(part.substring(2)));
        }
      }
      return 1;
    }
  }
}
