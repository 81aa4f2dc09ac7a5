import type { Chat, ExpectedAct, ReceivedAct } from './act-sequence.ts';

/** What belongs together: equal, changed (both, not equal), missing (expected only) or extra (received only). */
export interface Pair {
  readonly expected?: ExpectedAct;
  readonly received?: ReceivedAct;
  readonly isEqual: boolean;
}

/** Beyond so many comparisons only the equal beginning and end are found. */
const MAX_COMPARISONS = 4_000_000;

/** Pairs what was expected with what came, chat by chat, each in its order: as many equal ones as possible. */
export function align(expected: readonly ExpectedAct[], received: readonly ReceivedAct[]): readonly Pair[] {
  const chats = new Set<Chat>([...expected, ...received].map(({ chat }) => chat));
  const expectedBy = Map.groupBy(expected, ({ chat }) => chat);
  const receivedBy = Map.groupBy(received, ({ chat }) => chat);
  return [...chats].flatMap((chat) => alignChat(expectedBy.get(chat) ?? [], receivedBy.get(chat) ?? []));
}

function alignChat(expected: readonly ExpectedAct[], received: readonly ReceivedAct[]): readonly Pair[] {
  const shortest = Math.min(expected.length, received.length);
  const isSame = (i: number, j: number) => expected[i]?.key === received[j]?.key;
  let head = 0;
  while (head < shortest && isSame(head, head)) head += 1;
  let tail = 0;
  const isSameTail = () => isSame(expected.length - 1 - tail, received.length - 1 - tail);
  while (tail < shortest - head && isSameTail()) tail += 1;

  const equal = (acts: readonly ExpectedAct[], others: readonly ReceivedAct[]): Pair[] =>
    acts.flatMap((act, index) => {
      const other = others[index];
      return other === undefined ? [] : [{ expected: act, received: other, isEqual: true }];
    });
  return [
    ...equal(expected.slice(0, head), received),
    ...alignMiddle(expected.slice(head, expected.length - tail), received.slice(head, received.length - tail)),
    ...equal(expected.slice(expected.length - tail), received.slice(received.length - tail)),
  ];
}

/** Longest common subsequence; what lies between two equal pairs is paired by turn. */
function alignMiddle(expected: readonly ExpectedAct[], received: readonly ReceivedAct[]): readonly Pair[] {
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...commonPlaces(expected, received), [expected.length, received.length] as const]) {
    pairs.push(...pairByTurn(expected.slice(i, nextI), received.slice(j, nextJ)));
    const [act, other] = [expected[nextI], received[nextJ]];
    if (act !== undefined && other !== undefined) pairs.push({ expected: act, received: other, isEqual: true });
    [i, j] = [nextI + 1, nextJ + 1];
  }
  return pairs;
}

function commonPlaces(
  expected: readonly ExpectedAct[],
  received: readonly ReceivedAct[],
): ReadonlyArray<readonly [number, number]> {
  if (expected.length * received.length > MAX_COMPARISONS) return [];
  const width = received.length + 1;
  const lengths = new Uint32Array((expected.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = expected.length - 1; i >= 0; i -= 1) {
    for (let j = received.length - 1; j >= 0; j -= 1) {
      const isSame = expected[i]?.key === received[j]?.key;
      lengths[i * width + j] = isSame ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const places: Array<readonly [number, number]> = [];
  let [i, j] = [0, 0];
  while (i < expected.length && j < received.length) {
    if (expected[i]?.key === received[j]?.key) places.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return places;
}

/** None of these is equal to one of those: of the same turn they are a change, else one is missing and one extra. */
function pairByTurn(expected: readonly ExpectedAct[], received: readonly ReceivedAct[]): readonly Pair[] {
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [act, other] = [expected[i], received[j]];
    if (act === undefined && other === undefined) return pairs;
    const isMissing = other === undefined || (act !== undefined && act.stepIndex < other.stepIndex);
    const isExtra = act === undefined || (other !== undefined && act.stepIndex > other.stepIndex);
    if (act !== undefined && !isExtra) i += 1;
    if (other !== undefined && !isMissing) j += 1;
    pairs.push({
      ...(act === undefined || isExtra ? {} : { expected: act }),
      ...(other === undefined || isMissing ? {} : { received: other }),
      isEqual: false,
    });
  }
}
