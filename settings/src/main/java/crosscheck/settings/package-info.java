/**
 * Settings that people write: YAML, or JSON, which is YAML too. Every value knows where it stands,
 * so that what is wrong with it can be said with file, line and place: {@code crosscheck.yaml:14:
 * sources[2].every: expected a duration such as 500ms, 2s or 5m, got "fast"}.
 *
 * <p>Begin at {@link crosscheck.settings.Value#parse}. What may stand in a file is said where it is
 * read: a {@link crosscheck.settings.Section} is opened with the keys it may have, and every other
 * key is an error. This package knows nothing of what the settings are for; anybody may use it.
 */
package crosscheck.settings;
