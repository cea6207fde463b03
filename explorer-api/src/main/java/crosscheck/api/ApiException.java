package crosscheck.api;

/** An answer that is not 2xx: its HTTP status, and a message fit for the caller's eyes. */
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  private ApiException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** 400: {@code parameter} has a value it may not have. */
  static ApiException badParameter(String parameter, String value, String form) {
    String shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
    return new ApiException(
        400, "Parameter '" + parameter + "' must be " + form + "; got '" + shown + "'.");
  }

  /** 400 with a message of its own. */
  static ApiException badRequest(String message) {
    return new ApiException(400, message);
  }

  static ApiException unauthorized(String message) {
    return new ApiException(401, message);
  }

  static ApiException forbidden(String message) {
    return new ApiException(403, message);
  }

  static ApiException conflict(String message) {
    return new ApiException(409, message);
  }

  static ApiException tooLarge(String message) {
    return new ApiException(413, message);
  }

  static ApiException unsupportedType(String message) {
    return new ApiException(415, message);
  }

  static ApiException notKept(String message) {
    return new ApiException(422, message);
  }

  static ApiException tooMany(String message) {
    return new ApiException(429, message);
  }

  static ApiException notFound(String message) {
    return new ApiException(404, message);
  }

  static ApiException notAcceptable(String message) {
    return new ApiException(406, message);
  }

  static ApiException unavailable(String message) {
    return new ApiException(503, message);
  }

  int status() {
    return status;
  }
}
