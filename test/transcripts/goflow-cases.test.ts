import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../src/catalog/build.ts';
import { runFlowStep, type Catalogue } from '../../src/catalog/index.ts';
import { readSourcesSync } from '../../src/catalog/sources.ts';
import type { Advance } from '../../src/flow-engine/types.ts';
import { watchSteps } from '../support/flow-walker.ts';
import { rootDir, sampleCatalogue } from '../support/shipped-content.ts';
import { playTranscript, rewriteTranscript, transcriptSchema, type Transcript } from '../support/transcripts.ts';
import { transcriptProblems } from './check.ts';
import { flowLanguageDefinitions, flowLanguageDir, readTranscript, suites, transcriptFiles } from './suites.ts';

const suite = suites.goflow;
const files = transcriptFiles(suite);
const definitions = flowLanguageDefinitions();
const flowFiles = readSourcesSync(flowLanguageDir);

describe('the flow language', () => {
  it.each(files)('%s', (file) => {
    expect(transcriptProblems(definitions, readTranscript(suite, file))).toEqual([]);
  });

  it('is walked through every step that can be reached', () => {
    const entered = new Set<string>();
    for (const file of files) playTranscript(watchSteps(definitions, entered), readTranscript(suite, file));
    const names = flowFiles.map(({ file }) => file.replace(/^.*\/|\.yaml$/gu, ''));
    const steps = names.flatMap((id) => Object.keys(definitions.flow(id)?.steps ?? {}).map((step) => `${id}.${step}`));
    // The ends behind a circle or a gap; a variable never saved equals nothing, not even an empty text.
    const unreachable = [
      'enter-flow-loop-back.bye',
      'enter-flow-loop.bye',
      'missing-dependency.bye',
      'node-loop.bye',
      'router-tests.t26-yes',
    ];
    const missing = steps.filter((step) => !entered.has(step));
    expect(missing.toSorted()).toEqual(unreachable);
  });

  it.each([
    ['missing-dependency', 'unknown-flow', 'removed-flow'],
    ['missing-dependency', 'unknown-card', 'removed-card'],
    ['node-loop', 'loop-without-wait', 'again'],
    ['enter-flow-loop', 'call-cycle', 'enter-flow-loop-back'],
  ])('lets the linter name what is broken in %s: %s', (flow, rule, named) => {
    const { problems } = buildCatalogue([...readSourcesSync(rootDir), ...flowFiles], '2026-11-22');
    const found = problems.filter((problem) => problem.rule === rule);
    expect(found.map(({ file }) => file)).toContain(`flows/other-platforms/${flow}.yaml`);
    expect(found.map(({ problem }) => problem).join('\n')).toContain(named);
  });
});

const base: Transcript = {
  about: 'A transcript to be changed',
  flow: 'two-questions',
  at: '2026-11-22 09:00',
  turns: [{ out: ['màu nào'] }, { in: 'đỏ', out: ['uống gì'], saves: { color: 'red' } }],
};
const second = (turn: Transcript['turns'][number]): Transcript => ({ ...base, turns: [{ out: ['màu'] }, turn] });

describe('a transcript that does not hold', () => {
  it.each<[string, Transcript, RegExp]>([
    ['words nobody said', second({ in: 'đỏ', out: ['ăn gì'] }), /^turn 2: "ăn gì" is not/u],
    ['silence where something is said', second({ in: 'đỏ', out: [] }), /^turn 2: nothing should be said/u],
    ['another value', second({ in: 'đỏ', out: ['uống'], saves: { color: 'blue' } }), /color should be "blue"/u],
    ['a refusal that did not come', second({ in: 'đỏ', is: 'unmatched' }), /should be unmatched/u],
    ['an answer that was refused', second({ in: 'tím', out: [] }), /it was unmatched/u],
    ['no expectation', second({ in: 'đỏ' }), /write out or is/u],
    ['another end', { ...base, ends: 'expired' }, /^ends should be "expired", but came to nothing$/u],
    ['a secret that stays', { ...base, hides: ['red'] }, /^"red" stands in a state or an action$/u],
  ])('is noticed by %s', (_what, transcript, problem) => {
    expect(transcriptProblems(definitions, base)).toEqual([]);
    expect(transcriptProblems(definitions, transcript).join('\n')).toMatch(problem);
  });

  it('holds again once it is rewritten to what happens', () => {
    const rewritten = rewriteTranscript(definitions, second({ after: '2d', is: 'stale' }));
    expect(rewritten).toContain('Dạ, hẹn bác lúc khác.');
    expect(rewritten).toContain('ends: expired');
  });

  it.each<[string, object]>([
    ['time that passes without a clock', { ...second({ after: '1d', out: [] }), at: undefined }],
    ['a clock nobody can read', { ...base, at: 'Sunday' }],
    ['a turn in which nothing happens', second({ out: ['màu'] })],
    ['an input before the start', { ...base, turns: [{ in: 'đỏ', out: ['màu'] }] }],
    ['time as nobody writes it', second({ after: '2 days', out: [] })],
  ])('is refused with %s', (_what, transcript) => {
    expect(transcriptSchema.safeParse(transcript).success).toBe(false);
  });
});

describe('flow-step with the clock and what people send', () => {
  const catalogue = { ...sampleCatalogue(), ...definitions } as Catalogue;

  async function answer(line: object): Promise<Partial<Advance> & { error?: { code: string; message: string } }> {
    const written: string[] = [];
    async function* input(): AsyncGenerator<string> {
      yield await Promise.resolve(JSON.stringify(line));
    }
    await runFlowStep(catalogue, input(), (text) => written.push(text));
    return JSON.parse(written.join('')) as Awaited<ReturnType<typeof answer>>;
  }

  const now = Date.parse('2026-11-22T09:00:00+07:00');

  it('wakes a wait at its moment and not before', async () => {
    const { state } = await answer({ flow: 'expire-inner', state: null, context: { now } });
    expect(state?.due).toBe(now + 30 * 60_000);
    const early = await answer({ state, event: { type: 'due' }, context: { now } });
    expect(early).toEqual({ state, actions: [{ type: 'stale' }] });
    const due = await answer({ state, event: { type: 'due' }, context: { now: state?.due } });
    expect(due).toEqual({ state: null, actions: [{ type: 'end', flow: 'expire-inner', how: 'expired' }] });
  });

  it('takes a photo where one is asked for', async () => {
    const stack = [{ kind: 'flow', id: 'redaction', hash: 'x', step: 'photo' }];
    const event = { type: 'media', kind: 'photo' };
    const { state } = await answer({ state: { v: 2, stack, vars: {} }, event });
    expect(state?.vars).toEqual({ photo: 'yes' });
  });

  it('speaks to whom the context says', async () => {
    const context = { address: 'cô', audience: { segment: 'trader', largeSteps: true }, assisted: true, seed: 's' };
    const { actions } = await answer({ flow: 'who-is-there', state: null, context });
    const said = actions?.flatMap((action) => (action.type === 'say' ? [action.text] : []));
    expect(said?.slice(0, 2)).toEqual([
      'Em chào cô, hôm nay bán được không ạ?',
      'Em nói với người được giúp là cô nhé.',
    ]);
  });

  it.each([
    ['an unknown kind of media', { event: { type: 'media', kind: 'song' } }],
    ['an unknown segment', { context: { audience: { segment: 'fisher' } } }],
    ['a time that is no number', { context: { now: 'today' } }],
  ])('refuses %s', async (_what, line) => {
    expect((await answer({ flow: 'two-questions', state: null, ...line })).error?.code).toBe('FLOW_STEP_INVALID');
  });
});
