// Numbers, roots and times as people read them. uint64 values are decimal strings throughout.

import { h } from "./dom.js";

/** 1234567 → 1,234,567; beyond twelve digits 9.22×10¹⁸, for the exact value belongs in a title. */
export function number(value) {
  const digits = String(value);
  if (digits.length > 12 && /^\d+$/.test(digits)) {
    const exponent = [...String(digits.length - 1)].map((d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d]).join("");
    return `${digits[0]}.${digits.slice(1, 3)}×10${exponent}`;
  }
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** Every digit, grouped. */
export function exact(value) {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** A number in a span, with every digit in its title where it was shortened. */
export function figure(value) {
  const short = number(value);
  return short === exact(value) ? short : h("span", { title: exact(value) }, short);
}

/** 0x1f2e…9abc */
export function shortRoot(root) {
  return root.length > 14 ? `${root.slice(0, 6)}…${root.slice(-4)}` : root;
}

/** "1 block", "2 blocks". */
export function count(n, one, many = `${one}s`) {
  return `${number(n)} ${String(n) === "1" ? one : many}`;
}

const UNITS = [
  [60, 1, "s"],
  [3600, 60, "min"],
  [86400, 3600, "h"],
  [86400 * 60, 86400, "d"],
  [86400 * 730, 86400 * 30.44, "months"],
  [Infinity, 86400 * 365.25, "years"],
];

/** "12 s", "4 min", "7 years". */
export function duration(seconds) {
  const span = Math.max(0, seconds);
  const [, unit, name] = UNITS.find(([below]) => span < below);
  return `${Math.floor(span / unit)} ${name}`;
}

/** 00:42, 3:00:42, 2 d 3:00:42 */
export function countdown(millis) {
  const left = Math.max(0, Math.ceil(millis / 1000));
  const two = (value) => String(Math.floor(value)).padStart(2, "0");
  const [days, hours] = [Math.floor(left / 86400), Math.floor((left % 86400) / 3600)];
  const short = `${two((left % 3600) / 60)}:${two(left % 60)}`;
  return `${days > 0 ? `${days} d ` : ""}${days > 0 || hours > 0 ? `${hours}:` : ""}${short}`;
}

/** A time element: relative in words, exact in the title. Kept current by {@link refreshAges}. */
export function age(iso, now) {
  const element = h("time", { datetime: iso, title: moment(iso), class: "age" });
  element.textContent = ageText(iso, now);
  return element;
}

function ageText(iso, now) {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (seconds < -1) return `in ${duration(-seconds)}`;
  return seconds < 1 ? "now" : `${duration(seconds)} ago`;
}

/** 2019-09-06 13:49:37.000 UTC */
export function moment(iso) {
  return new Date(iso).toISOString().replace("T", " ").replace("Z", " UTC");
}

/** Rewrites the words of every time element inside `root`. */
export function refreshAges(root, now) {
  for (const element of root.querySelectorAll("time.age")) {
    const text = ageText(element.dateTime, now);
    if (element.textContent !== text) element.textContent = text;
  }
}

/** 812 µs, 3.4 ms, 1.2 s */
export function micros(value) {
  const n = Number(value);
  if (n < 1000) return `${n} µs`;
  if (n < 1e6) return `${(n / 1000).toFixed(n < 1e5 ? 1 : 0)} ms`;
  return `${(n / 1e6).toFixed(1)} s`;
}

/** Bytes of graffiti as text where they are text. */
export function graffitiText(hex) {
  const bytes = hexBytes(hex);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  if (end === 0) return "";
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.slice(0, end));
    return /^[\P{C}\s]*$/u.test(text) ? text : "";
  } catch {
    return "";
  }
}

/** 0x-hex to bytes. */
export function hexBytes(hex) {
  const bytes = new Uint8Array((hex.length - 2) / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.substr(2 + 2 * i, 2), 16);
  return bytes;
}

/** The bits of an SSZ bitlist in 0x-hex: the highest set bit is the delimiter. */
export function bitlist(hex) {
  const bytes = hexBytes(hex);
  const last = bytes[bytes.length - 1] ?? 0;
  if (last === 0) return [];
  const length = 8 * (bytes.length - 1) + (31 - Math.clz32(last));
  return Array.from({ length }, (_, i) => ((bytes[i >> 3] >> (i & 7)) & 1) === 1);
}

/** 32000000000 → 32 ETH; less round amounts in Gwei. */
export function gwei(value) {
  const amount = BigInt(value);
  return amount % 1_000_000_000n === 0n && amount > 0n
    ? `${number(amount / 1_000_000_000n)} ETH`
    : `${exact(value)} Gwei`;
}
