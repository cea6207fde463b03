package crosscheck.api;

/** What a server can be asked to change, by whom that is done. */
public record Changes(
    Intake intake,
    SourceControl sources,
    Acknowledgements acknowledgements,
    ExerciseControl exercises) {}
