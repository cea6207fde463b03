package crosscheck.indexer.source;

/**
 * Where a source tells how it stands, so that it can be shown. Cheap: what says nothing new costs
 * nothing, so it may be called with every try.
 */
public interface Standing {

  /** It works; to be called with each success, also when there was nothing to deliver. */
  void ok();

  /**
   * It does not work now and is tried again.
   *
   * @param why one line, for people; without numbers that change with each try
   */
  void retrying(String why);
}
