package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The spec that a database was begun with, for processes that are not told otherwise. */
public final class StoredSpec {

  private static final String NETWORK =
      """
      select config_name, spec_version, config::text as config
      from networks
      """;

  private StoredSpec() {}

  /**
   * Version and configuration; empty when no indexer has started with this database, or the
   * database is away.
   *
   * @throws IllegalArgumentException when this program does not know the version
   */
  public static Optional<Spec> read(Jdbi jdbi) {
    try {
      return new Reader(jdbi)
          .read(
              handle ->
                  handle
                      .createQuery(NETWORK)
                      .map(
                          (row, context) ->
                              Specs.of(
                                  row.getString("spec_version"),
                                  config(
                                      row.getString("config_name"),
                                      Json.parse(row.getString("config")))))
                      .findOne());
    } catch (ApiException e) {
      return Optional.empty();
    }
  }

  private static Config config(String name, JsonNode constants) {
    StringBuilder yaml = new StringBuilder();
    constants
        .properties()
        .forEach(
            constant ->
                yaml.append(constant.getKey())
                    .append(": ")
                    .append(constant.getValue().asText())
                    .append('\n'));
    return Config.parse(name, yaml.toString());
  }
}
