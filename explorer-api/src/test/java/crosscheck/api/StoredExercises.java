package crosscheck.api;

import org.jdbi.v3.core.Handle;

/** Exercises in the tables, as the manual of the database says, without who decides them. */
final class StoredExercises {

  private StoredExercises() {}

  /** Exercise 5, which has one goal open; exercise 4 of an earlier run, entered whole. */
  static void put(Handle handle) {
    handle.execute(
        """
        insert into exercises (run, name, exercise, variant, machines, clients, scenario, paced_by,
          state, started_at, start_slot, deadline_slot, ended_at, end_slot, passed_count,
          failed_count, goal_count, report)
        values
          ('run-0', 'Lodestar / Lighthouse', '4', 'swap', 'several',
            '{"A": "Lodestar", "B": "Lighthouse"}', '{}', 'clock', 'passed',
            '2019-09-06T12:00:00Z', 0, 135, '2019-09-06T12:10:00Z', 80, 1, 0, 1,
            '{"id": "7", "run": "run-0", "name": "Lodestar / Lighthouse", "exercise": "4",
              "variant": "swap", "machines": "several", "state": "passed",
              "clients": {"A": "Lodestar", "B": "Lighthouse"}, "scenario": {"about": ""},
              "paced_by": "clock", "started_at": "2019-09-06T12:00:00Z", "start_slot": "0",
              "deadline_slot": "135", "ended_at": "2019-09-06T12:10:00Z", "end_slot": "80",
              "score": {"passed": 1, "failed": 0, "pending": 0}, "entered": false,
              "network": {"config_name": "minimal", "spec_version": "v0.8.3", "validators": 16,
                "genesis_time": "0", "genesis_root": "0x00", "seconds_per_slot": "6",
                "slots_per_epoch": "8"},
              "goals": [{"goal": "finality", "node": "A-0", "client": "Lodestar",
                "standing": "goal", "kind": "finalized", "limits": {}, "words": "sees epoch 8 as finalized",
                "deadline_slot": "135", "state": "passed", "progress": "says epoch 8", "slot": "80",
                "decided_at": "2019-09-06T12:10:00Z", "reason": null, "evidence": []}],
              "nodes": [], "blocks": {"valid": "80", "invalid": "0", "malformed": "0", "error": "0"},
              "invalid_blocks": [], "forks": [], "offences": [], "alerts": [], "timeline": []}'),
          ('run-1', 'Lighthouse / Lodestar', '5', 'plain', 'several',
            '{"A": "Lighthouse", "B": "Lodestar"}',
            '{"about": "Two nodes of each.", "file": {},
              "nodes": [{"name": "A-0", "role": "A", "client": "Lighthouse"},
                {"name": "B-0", "role": "B", "client": "Lodestar"}]}',
            'chain', 'running', '2019-09-06T13:00:00Z', 0, 135, null, null, 1, 1, 4, null)
        """);
    handle.execute(
        """
        insert into exercise_goals (exercise_id, position, goal, node, client, standing, kind,
          limits, words, deadline_slot, state, progress, seen_id, seen_count, slot, decided_at,
          reason, evidence)
        values
          (2, 1, 'finality', 'A-0', 'Lighthouse', 'goal', 'finalized', '{"epoch": "8"}',
            'sees epoch 8 as finalized', 135, 'passed', 'says epoch 8; so do we', 0, 0, 80,
            '2019-09-06T13:08:00Z', null, '[]'),
          (2, 2, 'finality', 'B-0', 'Lodestar', 'goal', 'finalized', '{"epoch": "8"}',
            'sees epoch 8 as finalized', 135, 'pending', 'says epoch 5; our transition: epoch 8',
            0, 0, null, null, null, '[]'),
          (2, 3, 'no_invalid_block', null, null, 'condition', 'no_invalid_block', '{}',
            'no invalid block', 135, 'failed', 'none', 0, 0, 3, '2019-09-06T13:00:18Z',
            'block 0xabcdef…0123 of slot 3 is <invalid>: process_randao | wrong',
            '[{"kind": "block", "id": "0x%s", "words": "the block"}]'),
          (2, 4, 'no_deep_fork', null, null, 'condition', 'no_deep_fork', '{"most_slots": "8"}',
            'no fork deeper than 8 slots', 135, 'pending', 'none', 0, 0, null, null, null, '[]')
        """
            .formatted("ab".repeat(32)));
    event(handle, "exercise_started", "\"name\": \"Lighthouse / Lodestar\", \"exercise\": \"5\"");
    event(
        handle,
        "goal_passed",
        "\"goal\": \"finality\", \"node\": \"A-0\", \"slot\": \"80\","
            + " \"words\": \"sees epoch 8 as finalized\"");
  }

  /** The last goals are decided, and the exercise ends. */
  static void end(Handle handle) {
    handle.execute(
        """
        update exercise_goals
        set state = 'passed', slot = 90, decided_at = '2019-09-06T13:09:00Z'
        where exercise_id = 2 and state = 'pending'
        """);
    handle.execute(
        """
        update exercises
        set state = 'failed', ended_at = '2019-09-06T13:09:06Z', end_slot = 90, passed_count = 3
        where id = 2
        """);
    event(handle, "exercise_ended", "\"state\": \"failed\", \"passed\": 3, \"failed\": 1");
    handle.execute("select pg_notify('crosscheck_events', (select max(id) from event_log)::text)");
  }

  private static void event(Handle handle, String type, String payload) {
    handle.execute(
        """
        insert into event_log (happened_at, type, payload)
        values (now(), ?::event_type, ('{"exercise_id": "2", ' || ? || '}')::jsonb)
        """,
        type,
        payload);
  }
}
