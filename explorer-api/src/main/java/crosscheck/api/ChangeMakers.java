package crosscheck.api;

/**
 * Who answers requests that change something.
 *
 * @param access is asked first, whatever the change
 * @param reader tells whether the database is there
 */
record ChangeMakers(
    Access access,
    Reader reader,
    Push push,
    SourceControl sources,
    Acknowledgements acknowledgements,
    ExerciseControl exercises) {}
