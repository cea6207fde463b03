package crosscheck.benchmarks;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * An address with parameters such as people and programs ask for: other ones each time.
 *
 * @param address as the list of addresses has it
 * @param means what is special about these parameters; empty for the plain ones
 * @param paths makes a path, from {@code /}
 */
record Asked(String address, String means, Function<Random, String> paths) {

  private static final String API = "/api/v1";
  private static final String ETH = "/eth/v1";

  static Asked plain(String address) {
    return new Asked(address, "", any -> address);
  }

  static Asked with(String path, String means, Function<Random, String> paths) {
    return new Asked(API + path, means, any -> API + paths.apply(any));
  }

  private static Asked eth(String path, Function<Random, String> paths) {
    return new Asked(ETH + path, "", any -> ETH + paths.apply(any));
  }

  /** Every list and every detail, each also in the ways that are hard. */
  static List<Asked> all(Samples at) {
    return List.of(
        plain(API + "/network"),
        plain(API + "/chain"),
        plain(API + "/health"),
        plain("/metrics"),
        plain(API + "/blocks"),
        with("/blocks", "deep pages", any -> "/blocks?cursor=" + at.input(any)),
        with(
            "/blocks",
            "of some slots",
            any -> {
              long slot = at.slot(any);
              return "/blocks?from_slot=%d&to_slot=%d".formatted(slot, slot + 100);
            }),
        with(
            "/blocks",
            "invalid, deep pages",
            any -> "/blocks?verdict=invalid&cursor=" + at.input(any)),
        with("/blocks", "malformed or waiting", any -> "/blocks?verdict=malformed,unknown_parent"),
        with("/blocks", "failed on a check", any -> "/blocks?check=" + at.check(any)),
        with("/blocks", "of a fork", any -> "/blocks?fork=" + at.fork(any)),
        with("/blocks", "of a proposer", any -> "/blocks?proposer=" + at.validator(any)),
        with(
            "/blocks",
            "graffiti with a text, deep pages",
            any ->
                "/blocks?graffiti=ODE-%d&cursor=%d".formatted(1 + any.nextInt(4), at.input(any))),
        with(
            "/blocks",
            "not canonical, deep pages",
            any -> "/blocks?canonical=false&cursor=" + at.input(any)),
        with(
            "/blocks",
            "from a node, deep pages",
            any -> "/blocks?node=node-%d&cursor=%d".formatted(1 + any.nextInt(4), at.input(any))),
        with("/blocks", "500 of them", any -> "/blocks?limit=500&cursor=" + at.input(any)),
        with("/blocks/{block_id}", "by root", any -> "/blocks/" + at.root(any)),
        with("/blocks/{block_id}", "by slot", any -> "/blocks/" + at.slot(any)),
        with("/blocks/{block_id}", "the head", any -> "/blocks/head"),
        with("/blocks/{block_id}/ssz", "", any -> "/blocks/" + at.root(any) + "/ssz"),
        plain(API + "/forks"),
        with("/forks", "deep pages", any -> "/forks?cursor=" + at.fork(any)),
        with("/forks/{fork_id}", "", any -> "/forks/" + at.fork(any)),
        plain(API + "/nodes"),
        with("/nodes/{name}", "", any -> "/nodes/node-" + (1 + any.nextInt(4))),
        with("/nodes/{name}/lag", "", any -> "/nodes/node-%d/lag".formatted(1 + any.nextInt(4))),
        plain(API + "/agreement"),
        plain(API + "/reorgs"),
        with("/reorgs", "deep pages", any -> "/reorgs?cursor=" + at.fork(any)),
        with("/reorgs", "of a node", any -> "/reorgs?node=node-" + (1 + any.nextInt(4))),
        plain(API + "/epochs"),
        with("/epochs", "deep pages", any -> "/epochs?cursor=" + at.epoch(any)),
        with("/epochs", "of a fork", any -> "/epochs?fork=" + at.fork(any)),
        with("/epochs/{epoch}", "", any -> "/epochs/" + at.epoch(any)),
        plain(API + "/slots"),
        with("/slots", "deep pages", any -> "/slots?cursor=" + at.slot(any)),
        plain(API + "/validators"),
        with("/validators", "deep pages", any -> "/validators?cursor=" + at.validator(any)),
        with("/validators/{index}", "", any -> "/validators/" + at.validator(any)),
        plain(API + "/verdicts"),
        plain(API + "/checks"),
        with("/checks/{check_id}", "", any -> "/checks/" + at.check(any)),
        plain(API + "/offences"),
        with("/offences", "deep pages", any -> "/offences?cursor=" + at.fork(any)),
        with("/offences", "of a validator", any -> "/offences?validator=" + at.validator(any)),
        with("/offences/{offence_id}", "", any -> "/offences/" + at.offence(any)),
        with("/offences/{offence_id}/ssz", "", any -> "/offences/" + at.offence(any) + "/ssz"),
        with("/events", "deep pages", any -> "/events?cursor=" + at.event(any)),
        with("/events", "the latest first", any -> "/events?order=desc"),
        with(
            "/events",
            "of rare types, deep pages",
            any -> "/events?order=desc&type=reorg,offence_found&cursor=" + at.event(any)),
        with("/events", "of a common type", any -> "/events?order=desc&type=head_changed"),
        plain(API + "/sources"),
        plain(API + "/alerts"),
        with("/alerts", "deep pages", any -> "/alerts?cursor=" + at.alert(any)),
        with("/alerts", "open ones", any -> "/alerts?state=open"),
        with(
            "/alerts",
            "resolved, critical, of a rule",
            any -> "/alerts?state=resolved&severity=critical&rule=node_silent"),
        with("/alerts/{alert_id}", "", any -> "/alerts/" + at.alert(any)),
        plain(API + "/alerts.rss"),
        with(
            "/validators/{index}/attestations",
            "",
            any -> "/validators/" + at.validator(any) + "/attestations"),
        plain(API + "/tree"),
        with(
            "/tree",
            "some slots",
            any -> "/tree?from_slot=%1$d&to_slot=%1$d".formatted(at.slot(any))),
        with("/search", "a slot", any -> "/search?q=" + at.slot(any)),
        with("/search", "a root", any -> "/search?q=" + at.root(any)),
        with("/search", "begins so", any -> "/search?q=" + at.root(any).substring(0, 10)),
        with("/search", "graffiti", any -> "/search?q=node-" + (1 + any.nextInt(4))),
        plain(API + "/exercises"),
        plain(API + "/exercises/matrix"),
        plain(API + "/openapi.json"),
        plain(ETH + "/beacon/genesis"),
        plain(ETH + "/beacon/headers"),
        eth("/beacon/headers/{block_id}", any -> "/beacon/headers/" + at.slot(any)),
        eth("/beacon/blocks/{block_id}", any -> "/beacon/blocks/" + at.root(any)),
        eth("/beacon/blocks/{block_id}/root", any -> "/beacon/blocks/" + at.slot(any) + "/root"),
        eth(
            "/beacon/blocks/{block_id}/attestations",
            any -> "/beacon/blocks/" + at.root(any) + "/attestations"),
        eth("/beacon/states/{state_id}/root", any -> "/beacon/states/" + at.slot(any) + "/root"),
        plain(ETH + "/config/spec"),
        plain(ETH + "/node/syncing"),
        plain(ETH + "/node/version"));
  }
}
