// Where everything in the tree of blocks stands: slots run across, every branch has a lane, the head's chain the middle one.

/**
 * Gives lanes to a tree as /api/v1/tree tells it. Lane 0 is the chain of the head; the others lie around it, the
 * branches that leave first the nearest. What is not valid hangs from its parent on a lane of its own.
 *
 * @param labelSlots block → slots to the right of a block that is not valid which its reason takes
 * @param remembered Map of lanes by branch, read and written: a branch keeps its lane while it can
 * @returns `branches`: `{ key, fork, from, to, lane, baseSlot, baseLane, main }`, slots as numbers; `blocks`: the tree's with
 *     `at` (slot), `lane`, and, unless valid, `base` (`{ slot, lane }` of the parent); `laneOf(forkId, slot)`; `least`, `most` lanes
 */
export function layOut(tree, labelSlots, remembered = new Map()) {
  const forks = new Map(tree.forks.map((fork) => [fork.fork_id, fork]));
  const cuts = headChain(tree.head, forks);
  const lanes = new Lanes(remembered);
  const side = new Map();
  const branches = [];
  for (const fork of [...forks.values()].sort((a, b) => a.fork_id - b.fork_id)) {
    const cut = cuts.get(fork.fork_id);
    const start = Number(fork.base?.slot ?? fork.first.slot);
    const tip = Number(fork.tip.slot);
    if (cut !== undefined) {
      branches.push({ key: `m${fork.fork_id}`, fork, from: start, to: Math.min(cut, tip), lane: 0, baseSlot: start, baseLane: 0, main: true });
    }
    const leaves = cut ?? start;
    if (tip > leaves) branches.push({ key: `f${fork.fork_id}`, fork, from: leaves, to: tip, lane: null, baseSlot: leaves, baseLane: null, main: false });
  }
  const laneOf = (forkId, slot) => (cuts.has(forkId) && slot <= cuts.get(forkId) ? 0 : side.get(forkId) ?? 0);
  for (const branch of branches.filter((b) => !b.main).sort((a, b) => a.from - b.from || a.fork.fork_id - b.fork.fork_id)) {
    branch.lane = lanes.take(branch.key, branch.from, branch.to + 2);
    side.set(branch.fork.fork_id, branch.lane);
  }
  for (const branch of branches.filter((b) => !b.main)) {
    branch.baseLane = cuts.has(branch.fork.fork_id) ? 0 : laneOf(branch.fork.parent_id, branch.baseSlot);
  }
  const blocks = placeBlocks(tree.blocks, laneOf, labelSlots, lanes);
  return { branches, blocks, laneOf, least: lanes.least, most: lanes.most };
}

/** Forks that the head's chain passes through, each with the last slot at which it does. */
function headChain(head, forks) {
  const cuts = new Map();
  let to = Number(head.slot);
  for (let id = head.fork_id; id !== null && forks.has(id) && !cuts.has(id); ) {
    cuts.set(id, to);
    const { parent_id: parent, base } = forks.get(id);
    to = Number(base?.slot ?? 0);
    id = parent;
  }
  return cuts;
}

function placeBlocks(blocks, laneOf, labelSlots, lanes) {
  const placed = [];
  const byRoot = new Map();
  const rest = [];
  for (const block of blocks) {
    const at = Number(block.slot);
    if (block.fork_id === null) {
      rest.push({ ...block, at });
      continue;
    }
    const one = { ...block, at, lane: laneOf(block.fork_id, at) };
    placed.push(one);
    byRoot.set(block.root, one);
  }
  const continued = new Set();
  for (const block of rest) {
    const parent = byRoot.get(block.parent_root);
    const end = block.at + 1 + labelSlots(block);
    const from = parent ? parent.at : block.at;
    // A block that builds on one that is not valid goes on in its lane, if it is the first to.
    const goesOn = parent && parent.fork_id === null && !continued.has(parent.input_id);
    if (goesOn) continued.add(parent.input_id);
    block.base = parent && { slot: parent.at, lane: parent.lane };
    block.lane = goesOn && lanes.extend(parent.lane, parent.end, end) ? parent.lane : lanes.take(`b${block.input_id}`, from, end);
    block.end = end;
    placed.push(block);
    if (!byRoot.has(block.root)) byRoot.set(block.root, block);
  }
  return placed;
}

/** Which lane is taken from where to where. */
class Lanes {
  least = 0;
  most = 0;
  #taken = new Map();

  constructor(remembered) {
    this.remembered = remembered;
  }

  take(key, from, to) {
    const before = this.remembered.get(key);
    const lane = before !== undefined && this.#free(before, from, to) ? before : this.#search(from, to);
    this.remembered.set(key, lane);
    if (!this.#taken.has(lane)) this.#taken.set(lane, []);
    this.#taken.get(lane).push({ from, to });
    this.least = Math.min(this.least, lane);
    this.most = Math.max(this.most, lane);
    return lane;
  }

  /** Lets what ended at `end` in a lane go on to `to`, if nothing is in the way. */
  extend(lane, end, to) {
    const own = this.#taken.get(lane)?.find((span) => span.to === end);
    if (!own || !this.#free(lane, end + 0.5, to)) return false;
    own.to = to;
    return true;
  }

  #search(from, to) {
    for (let distance = 1; ; distance++) {
      if (this.#free(distance, from, to)) return distance;
      if (this.#free(-distance, from, to)) return -distance;
    }
  }

  #free(lane, from, to) {
    return !(this.#taken.get(lane) ?? []).some((span) => from < span.to && span.from < to);
  }
}

/**
 * Runs of uneventful blocks: four or more valid blocks in a row on one lane, none of which `matters`.
 *
 * @returns `{ lane, from, to, count }` for each, and `hidden`, the input ids of their blocks
 */
export function runsOf(blocks, matters) {
  const runs = [];
  const hidden = new Set();
  const open = new Map();
  const close = (lane) => {
    const run = open.get(lane);
    open.delete(lane);
    if (!run || run.length < 4) return;
    runs.push({ lane, from: run[0].at, to: run.at(-1).at, count: run.length });
    for (const block of run) hidden.add(block.input_id);
  };
  for (const block of blocks) {
    if (block.fork_id === null) continue;
    if (matters(block)) {
      close(block.lane);
      continue;
    }
    const run = open.get(block.lane);
    if (run && run.at(-1).fork_id !== block.fork_id && block.lane !== 0) close(block.lane);
    if (open.has(block.lane)) open.get(block.lane).push(block);
    else open.set(block.lane, [block]);
  }
  for (const lane of [...open.keys()]) close(lane);
  return { runs, hidden };
}
