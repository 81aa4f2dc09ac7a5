import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawFlow } from '../../../src/catalog/draw.ts';
import { edgesOf } from '../../../src/catalog/rules/step-facts.ts';
import type { Flow, Step } from '../../../src/flow-engine/types.ts';
import { runBot } from '../../support/bot-command.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const box = /^ {2}(s\d+)(\[\/|\[\[|\(\[|[[({>])"(\w+) · ([^"<]+)(?:<br\/>([^"<>`]+))?"(\/\]|\]\]|\]\)|[\])}])$/u;
const arrow = /^ {2}(\w+) (-->|-\.->)(?:\|"([^"<>`|]+)"\|)? (\w+)$/u;

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly words: string | undefined;
  readonly dotted: boolean;
}

/** Reads a drawing back; every line has to be one of those Mermaid knows. */
function readDrawing(drawing: string): { names: Map<string, string>; arrows: Arrow[]; boxes: string[][] } {
  const lines = drawing.trimEnd().split('\n').slice(2);
  const boxes = lines.flatMap((line) => [...(box.exec(line) ? [[...(box.exec(line) ?? [])]] : [])]);
  const names = new Map(boxes.map(([, node = '', , , name = '']) => [node, name.replaceAll('#95;', '_')]));
  const found = lines.flatMap((line) => (arrow.exec(line) ? [arrow.exec(line) ?? []] : []));
  const rest = lines.filter((line) => !box.test(line) && !arrow.test(line));
  expect(rest.filter((line) => !/^ {2}(?:start\(\("[^"]+"\)\)|left\(\["[^"]+"\]\))$/u.test(line))).toEqual([]);
  const arrows = found.map(([, from = '', line, words, to = '']) => ({
    from: names.get(from) ?? from,
    to: names.get(to) ?? to,
    words,
    dotted: line === '-.->',
  }));
  return { names, arrows, boxes };
}

const flowOf = (steps: Readonly<Record<string, Step>>): Flow => ({
  id: 'sample',
  topic: 'e-payments',
  title: 'Luồng "mẫu"',
  hash: '0123456789ab',
  start: Object.keys(steps)[0] ?? '',
  steps,
});

const ways = (step: Step): Arrow[] =>
  readDrawing(drawFlow(flowOf({ first: step, on: { type: 'end' }, other: { type: 'end' } }))).arrows.filter(
    ({ from }) => from === 'first',
  );

describe('drawFlow', () => {
  it.each(
    shippedCatalogue()
      .flows()
      .map((flow) => [flow.id, flow] as const),
  )('draws every step and every way on of %s', (_id, flow) => {
    const { names, arrows } = readDrawing(drawFlow(flow));
    expect([...names.values()]).toEqual(Object.keys(flow.steps));
    expect(arrows.filter(({ from }) => from === 'start').map(({ to }) => to)).toEqual([flow.start]);
    for (const [name, step] of Object.entries(flow.steps)) {
      const drawn = new Set(arrows.filter(({ from }) => from === name).map(({ to }) => to));
      expect([name, drawn]).toEqual([name, new Set(edgesOf(step).map(({ to }) => to))]);
    }
  });

  it('draws the same flow the same way each time', () => {
    for (const flow of shippedCatalogue().flows()) expect(drawFlow(structuredClone(flow))).toBe(drawFlow(flow));
  });

  it('draws guides and calls with double sides', () => {
    const { boxes } = readDrawing(
      drawFlow(
        flowOf({
          one: { type: 'guide', card: 'a-card', next: 'two' },
          two: { type: 'call', flow: 'a-flow', next: 'bye' },
          bye: { type: 'end' },
        }),
      ),
    );
    expect(boxes.map(([, , open, type, , words, close]) => [open, type, words, close])).toEqual([
      ['[[', 'guide', 'a-card', ']]'],
      ['[[', 'call', 'a-flow', ']]'],
      ['([', 'end', undefined, '])'],
    ]);
  });

  it('labels the ways of a question, and dots those of giving up and of time', () => {
    const choices = [{ title: 'Có "rồi"', value: 'yes', next: 'on' }];
    const step: Step = { type: 'ask', text: '?', choices, giveUp: 'other', expires: { after: '2d' } };
    expect(ways(step)).toEqual([
      { from: 'first', to: 'on', words: 'Có #34;rồi#34;', dotted: false },
      { from: 'first', to: 'other', words: 'chưa rõ, bỏ qua', dotted: true },
      { from: 'first', to: 'left', words: 'hết 2d', dotted: true },
    ]);
  });

  it('labels the cases of a branch with what they ask', () => {
    const source = "role == 'seller' and amount > 5";
    const tree = { op: 'value', value: true } as const;
    const old = { all: [{ var: 'a', equals: 'x' }, { not: { var: 'b', in: ['y', 'z'] } }] };
    const cases = [
      { when: { source, tree }, next: 'on' },
      { when: old, next: 'on' },
    ];
    expect(ways({ type: 'branch', cases, else: 'other' }).map(({ words }) => words)).toEqual([
      "role == 'seller' and amount #62; 5",
      'a == x and not (b in y, z)',
      'còn lại',
    ]);
  });

  it.each<[string, Step, readonly (readonly [string, string | undefined, boolean])[]]>([
    [
      'quiz',
      { type: 'quiz', questions: [], next: 'on', failed: 'other', giveUp: 'other' },
      [
        ['on', 'đạt', false],
        ['other', 'chưa đạt', false],
        ['other', 'chưa rõ, bỏ qua', true],
      ],
    ],
    [
      'poll',
      { type: 'poll', text: '?', choices: [{ title: 'Có', value: 'y', next: 'other' }], next: 'on' },
      [
        ['other', 'Có', false],
        ['on', 'chưa rõ, bỏ qua', true],
      ],
    ],
    ['remind', { type: 'remind', after: '2d', text: 'x', next: 'on' }, [['on', 'sau 2d, hoặc xong', false]]],
    [
      'wait',
      { type: 'wait', expires: { after: '1h', next: 'other' }, next: 'on' },
      [
        ['on', 'có tin nhắn', false],
        ['other', 'hết 1h', true],
      ],
    ],
    [
      'ask for money',
      { type: 'ask', text: '?', input: 'money', next: 'on', giveUp: 'other' },
      [
        ['on', 'money', false],
        ['other', 'chưa rõ, bỏ qua', true],
      ],
    ],
    ['set', { type: 'set', var: 'a', value: 'b', next: 'on' }, [['on', undefined, false]]],
    ['profile', { type: 'profile', largeSteps: true, next: 'on' }, [['on', undefined, false]]],
    ['handover', { type: 'handover', reason: 'shop' }, []],
  ])('draws the ways on from a step of type %s', (_name, step, expected) => {
    expect(ways(step).map(({ to, words, dotted }) => [to, words, dotted])).toEqual(expected);
  });

  it('keeps what Mermaid or HTML would read as something else out of the text, and keeps Vietnamese letters', () => {
    const text = 'Bấm "Gửi" <b>\n#1; `x` a_b *đậm* [y] | \\ & {bác}';
    expect(drawFlow(flowOf({ say_it: { type: 'end', text } })).split('\n')[3]).toBe(
      '  s1(["end · say#95;it<br/>Bấm #34;Gửi#34; #60;b#62; #35;1; #96;x#96; a#95;b #42;đậm#42; #91;y#93; #124; #92; #38; {bác}"])',
    );
  });

  it('shortens long texts to 60 characters', () => {
    const { boxes } = readDrawing(drawFlow(flowOf({ bye: { type: 'end', text: 'ấ'.repeat(61) } })));
    expect(boxes[0]?.[5]).toBe(`${'ấ'.repeat(59)}…`);
  });
});

describe('bot flow draw', () => {
  it('prints the drawing, or writes it to the file named', async () => {
    using folder = makeTempDir();
    const file = path.join(folder.dir, 'drawing.mmd');
    const draw = (...args: string[]) => runBot(['flow', 'draw', 'pay-by-qr', ...args], { dataDir: folder.dir });
    const flow = shippedCatalogue().flow('pay-by-qr');
    const expected = flow && drawFlow(flow);
    expect(await draw()).toEqual({ exitCode: 0, out: expected, err: '' });
    expect(await draw('--out', file)).toMatchObject({ exitCode: 0, out: `Đã ghi ${file}\n` });
    expect(readFileSync(file, 'utf8')).toBe(expected);
  }, 20_000);

  it('names the flows there are when it is asked for another', async () => {
    using folder = makeTempDir();
    const result = await runBot(['flow', 'draw', 'pay'], { dataDir: folder.dir });
    expect(result).toMatchObject({ exitCode: 2, out: '' });
    expect(result.err).toMatch(/^CLI_USAGE: There is no flow "pay"\. Expected one of: .*pay-by-qr/u);
  }, 20_000);
});
