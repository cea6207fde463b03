package crosscheck.testnet;

import crosscheck.settings.Section;

/** Nodes that stop, and go on where they stood when they start again: they have to catch up. */
record Stop(Window window, Target target) implements Fault {

  static Fault read(FaultKinds.Frame frame, Section section) {
    return new Stop(frame.window(), frame.target());
  }

  @Override
  public String kind() {
    return "stop";
  }

  @Override
  public String description() {
    return "switched off";
  }

  @Override
  public boolean stops(String node) {
    return target.strikes(node);
  }
}
