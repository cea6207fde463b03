// What of the tree is in sight, and where its slots and lanes are on the picture, in pixels.

const LANE = 30;
const HEAD_ROOM = 64;
const FOOT_ROOM = 26;
const LEAST_HEIGHT = 240;
/** Pixels kept free right of the last block, for flags. */
export const EDGE = 128;
export const WIDEST = 48;
export const USUAL = 15;
/** From so many pixels a slot on, single blocks are drawn; below only branches. */
export const BLOCKS_FROM = 2.5;
/** From so many on, every block; below that runs are collapsed. */
export const ALL_FROM = 8;

/**
 * The window onto the tree.
 *
 * `pixels` for a slot; `drawn`, as many when the picture was drawn last: in between it is stretched; `pinned`, the slot at the right edge, null while it follows the newest block; `loaded`, the slots
 * that the tree has, from and to; `room`, the lanes that the picture has room for.
 */
export class Sight {
  edge = 0;
  loaded = { from: 0, to: 0 };
  room = { least: 0, most: 0 };

  constructor(stage, pixels, pinned) {
    this.stage = stage;
    this.pixels = pixels;
    this.drawn = pixels;
    this.pinned = pinned;
  }

  get width() {
    return this.stage.clientWidth || 900;
  }

  /** Slots that have room. */
  get span() {
    return this.width / this.pixels;
  }

  get right() {
    return this.pinned ?? this.edge;
  }

  get left() {
    return this.right - this.span;
  }

  /** Where the picture begins: across, pixels from the edge of its place. */
  get offset() {
    return round((this.loaded.from - this.left) * this.pixels);
  }

  get height() {
    return Math.max(LEAST_HEIGHT, this.#contentHeight);
  }

  get #contentHeight() {
    return HEAD_ROOM + (this.room.most - this.room.least) * LANE + FOOT_ROOM;
  }

  get #middle() {
    return HEAD_ROOM - this.room.least * LANE + Math.max(0, (LEAST_HEIGHT - this.#contentHeight) / 2);
  }

  /** How far the picture is stretched. */
  get stretch() {
    return this.pixels / this.drawn;
  }

  /** Where a slot is on the picture as it is drawn. */
  x(slot) {
    return round((slot - this.loaded.from) * this.drawn);
  }

  y(lane) {
    return this.#middle + lane * LANE;
  }

  slotAt(clientX) {
    return this.left + (clientX - this.stage.getBoundingClientRect().left) / this.pixels;
  }

  /** A picture only grows: what is looked at stays where it is. */
  widen({ least, most }) {
    this.room = { least: Math.min(this.room.least, least), most: Math.max(this.room.most, most) };
  }
}

export function clamp(value, least, most) {
  return Math.min(most, Math.max(least, value));
}

export function round(value) {
  return Math.round(value * 10) / 10;
}
