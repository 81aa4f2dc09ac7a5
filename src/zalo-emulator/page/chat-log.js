import { button, el } from './dom.js';
import { stateText } from './message-text.js';
import { showReaction } from './reactions.js';
import { toDay } from './text.js';

const FIRST_COUNT = 60;
const MORE_COUNT = 60;
const MAX_DRAWN = 300;
const MAX_KEPT = 1000;
const HUSH_MS = 200;
const stateRank = { sending: 0, failed: 1, received: 2, seen: 3 };

/**
 * The messages of one chat, oldest first, in the scrolling element `log`. Only the newest are drawn; older ones on demand.
 * Nothing here costs more for a long history than for a short one, apart from loading it.
 *
 * `draw(message, quoted)` makes the node of a message; `isMine(message)` says whose side it is on; with `showsState` the
 * state of the last own message stands under it, as in Zalo. Notes (`addNote`) are lines that are no messages.
 */
export function createChatLog(log, { draw, isMine, showsState }) {
  const entries = new Map();
  const stateLine = el('p', { class: 'state' });
  const older = button('Xem tin cũ hơn', showOlder, 'plain-button older');
  let drawnCount = 0;
  let lastMessage;
  let lastMine;
  let lastDay;
  let hushTimer;

  const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120;

  function scrollToEnd() {
    log.scrollTop = log.scrollHeight;
  }

  function drawEntry(entry) {
    const { item } = entry;
    if (item.hidden) return;
    drawnCount += 1;
    const day = toDay(item.sentAtMs);
    if (day !== lastDay) log.append(el('p', { class: 'day' }, el('span', {}, day)));
    lastDay = day;
    entry.node = item.note ?? draw(item, entries.get(item.quotedMessageId)?.item);
    log.append(entry.node);
    if (item.note !== undefined || !isMine(item)) return;
    lastMine = entry;
    showFailure(entry);
    showState();
  }

  function showFailure({ item, node }) {
    const isFailed = item.state === 'failed';
    node.classList.toggle('failed', isFailed);
    node.querySelector('.failure')?.remove();
    if (isFailed) node.querySelector('.details-button').before(el('p', { class: 'failure' }, stateText(item)));
  }

  function showState() {
    if (!showsState || lastMine === undefined || lastMine.item.state === 'failed') return stateLine.remove();
    stateLine.textContent = stateText(lastMine.item);
    if (lastMine.node.nextSibling !== stateLine) lastMine.node.after(stateLine);
    return undefined;
  }

  /** What is drawn anew is not news: a screen reader must not read the whole chat again. */
  function hush() {
    log.setAttribute('aria-live', 'off');
    clearTimeout(hushTimer);
    hushTimer = setTimeout(() => log.setAttribute('aria-live', 'polite'), HUSH_MS);
  }

  function drawLast(count) {
    hush();
    for (const node of log.querySelectorAll(':scope > :not(.empty)')) node.remove();
    const items = [...entries.values()];
    const first = Math.max(0, items.length - count);
    drawnCount = 0;
    lastDay = undefined;
    lastMine = undefined;
    for (const entry of items) entry.node = undefined;
    if (first > 0) log.append(older);
    for (const entry of items.slice(first)) drawEntry(entry);
  }

  function showOlder() {
    const fromEnd = log.scrollHeight - log.scrollTop;
    drawLast(drawnCount + MORE_COUNT);
    log.scrollTop = log.scrollHeight - fromEnd;
    log.focus();
  }

  function keep(item) {
    const entry = { item, node: undefined };
    entries.set(item.id, entry);
    if (item.note === undefined) lastMessage = item;
    if (entries.size > MAX_KEPT) entries.delete(entries.keys().next().value);
    return entry;
  }

  function append(item) {
    const follow = item.note === undefined && isMine(item) ? true : isAtEnd();
    const entry = keep(item);
    drawEntry(entry);
    for (const picture of entry.node?.querySelectorAll('img') ?? []) {
      picture.addEventListener('load', () => (follow ? scrollToEnd() : undefined));
    }
    // Somebody who reads further up is not disturbed, unless the chat has run far ahead.
    if (drawnCount > (follow ? MAX_DRAWN : 2 * MAX_DRAWN)) drawLast(FIRST_COUNT);
    if (follow) scrollToEnd();
  }

  return {
    append,
    scrollToEnd,
    isAtEnd,
    get: (id) => entries.get(id)?.item,
    has: (id) => entries.has(id),
    last: () => lastMessage,
    lastShown: () => [...entries.values()].findLast(({ item }) => !item.hidden && item.note === undefined)?.item,
    addNote: (id, sentAtMs, node) => append({ id, sentAtMs, note: node }),
    /** Puts a newer version of a message in place of the one shown; a late echo of an earlier state changes nothing. */
    amend(message) {
      const entry = entries.get(message.id);
      if (stateRank[message.state] < stateRank[entry.item.state]) return;
      entry.item = message;
      if (lastMessage.id === message.id) lastMessage = message;
      if (entry.node === undefined) return;
      showReaction(entry.node, message);
      if (!isMine(message)) return;
      showFailure(entry);
      showState();
    },
    /** Replaces everything shown by this history. */
    load(items) {
      entries.clear();
      lastMessage = undefined;
      for (const item of items) keep(item);
      drawLast(FIRST_COUNT);
      scrollToEnd();
    },
    /** After a change of what the drawing depends on: the day, who reads. */
    redraw() {
      const wasAtEnd = isAtEnd();
      drawLast(Math.max(drawnCount, FIRST_COUNT));
      if (wasAtEnd) scrollToEnd();
    },
  };
}
