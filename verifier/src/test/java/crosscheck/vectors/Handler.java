package crosscheck.vectors;

/** What one kind of vectors asks: reads the files of an example and holds our code against them. */
@FunctionalInterface
interface Handler {

  /** Returns when the example holds; an assertion error, or any exception, is a failure. */
  void run(Case example) throws Exception;
}
