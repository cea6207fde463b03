package crosscheck.cli;

import crosscheck.api.SourceControl;
import crosscheck.indexer.source.SourceRegistry;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.settings.Value;

/** Sources as the API adds and removes them. */
record RegisteredSources(SourceRegistry registry) implements SourceControl {

  @Override
  public Checked check(String settings) {
    SourceSettings source = SourceSettings.read(Value.parse("body", settings));
    return new Checked() {
      @Override
      public String name() {
        return source.name();
      }

      @Override
      public Added add() {
        return registry.add(source) ? Added.ADDED : Added.NAME_TAKEN;
      }
    };
  }

  @Override
  public boolean remove(String name) {
    return registry.remove(name);
  }
}
