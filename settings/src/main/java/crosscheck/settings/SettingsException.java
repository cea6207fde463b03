package crosscheck.settings;

/** Settings that cannot be used; the message is one line that says where and why. */
public final class SettingsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  SettingsException(String message) {
    super(message);
  }

  SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
