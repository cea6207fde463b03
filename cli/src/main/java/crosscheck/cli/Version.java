package crosscheck.cli;

import crosscheck.spec.Specs;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      build.load(in);
    }
    return new String[] {
      "crosscheck " + build.getProperty("version"),
      "spec versions: " + String.join(", ", Specs.versions()),
      "Java " + Runtime.version()
    };
  }
}
