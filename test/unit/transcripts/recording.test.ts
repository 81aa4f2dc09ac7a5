import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkRecording } from 'zalo-emulator';
import type { RecordedEvent, Recording } from 'zalo-emulator';
import { writeTranscripts, type TranscriptRequest } from '../../../src/transcript-command.ts';
import { rootDir, sampleCatalogue } from '../../support/shipped-content.ts';
import { makeTempDir } from '../../support/temp-dir.ts';
import { transcriptSchema, type Transcript } from '../../support/transcripts.ts';
import { transcriptProblems } from '../../transcripts/check.ts';

const fixture = (name: string): string => path.join(rootDir, 'test/fixtures/recordings', name);
const readFixture = (name: string): Recording => checkRecording(JSON.parse(readFileSync(fixture(name), 'utf8')));
const oneWalk = readFixture('one-walk.json');
const twoResidents = readFixture('two-residents.json');

/** Runs the command over a recording and gives back what it said. */
async function run(recording: Recording, request: Partial<TranscriptRequest> = {}): Promise<string> {
  using folder = makeTempDir();
  const recordingFile = path.join(folder.dir, 'recording.json');
  writeFileSync(recordingFile, JSON.stringify(recording));
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  await writeTranscripts({ rootDir, catalogue: sampleCatalogue(), recordingFile, say, ...request });
  return said.join('\n');
}

const transcriptsIn = (said: string): Transcript[] =>
  said.split(/^---$/mu).map((part) => transcriptSchema.parse(parse(part)));

const inputsOf = ({ turns }: Transcript): unknown[] =>
  turns.map(({ after, in: given, is }) => [
    ...(after === undefined ? [] : [`after ${after}`]),
    given,
    ...(is === undefined ? [] : [is]),
  ]);

const change = (recording: Recording, to: (event: RecordedEvent) => readonly RecordedEvent[]): Recording => ({
  ...recording,
  events: recording.events.flatMap(to),
});

describe('a recorded walk', () => {
  test('becomes the inputs of a transcript, with what the bot answers now', async () => {
    const [transcript, ...others] = transcriptsIn(await run(oneWalk));
    expect(others).toEqual([]);
    expect(transcript).toMatchObject({
      about: 'Ghi từ trang trò chuyện ngày 22/11/2026: Mở tài khoản cùng em',
      flow: 'open-account',
      at: '2026-11-22 09:00',
      address: 'cô',
      ends: 'finished',
      records: ['account-made'],
    });
    expect(inputsOf(transcript as Transcript)).toEqual([
      [undefined],
      ['Lan'],
      [{ choice: 'none' }],
      [{ choice: 'done' }],
      ['after 3h', { choice: 'stuck' }],
      ['tôi chưa hiểu chỗ này', 'unmatched'],
      [{ unclear: true }],
      [{ media: 'location' }, 'unmatched'],
      [{ resume: true }],
      [{ oldChoice: 'done' }, 'stale'],
      [{ resume: true }],
      ['Thử lại xong rồi'],
      [{ resume: true }],
      ['xong'],
    ]);
    expect(transcriptProblems(sampleCatalogue(), transcript as Transcript)).toEqual([]);
  });

  test('leaves out where somebody was', async () => {
    const said = await run(oneWalk);
    expect(said).not.toContain('10.1');
    expect(said).not.toContain('106.2');
  });

  test('of one of two residents is read without the other, a secret masked', async () => {
    const [ba] = transcriptsIn(await run(twoResidents, { resident: 'Bác Ba' }));
    expect(ba).toMatchObject({ card: 'make-account' });
    expect(inputsOf(ba as Transcript)).toEqual([
      [undefined],
      ['mật khẩu của tôi là [đã che]', 'unmatched'],
      [{ resume: true }],
    ]);
    const [tu] = transcriptsIn(await run(twoResidents, { resident: 'Cô Tư' }));
    expect(tu).toMatchObject({ card: 'first-hour' });
    expect(inputsOf(tu as Transcript)).toEqual([[undefined], ['Xong']]);
    expect(await run(twoResidents, { resident: 'Bác Ba' })).not.toContain('hoa12345');
  });

  test('answered in other words since is kept, and the author is told', async () => {
    const reworded = change(oneWalk, (event) => {
      if (!('oa' in event) || event.oa !== 'message' || event.text === undefined) return [event];
      return [{ ...event, text: event.text.replace('Nhập số điện thoại của mình', 'Gõ số máy') }];
    });
    const said = await run(reworded);
    expect(said).toContain('# Lưu ý: 1 chỗ trợ lý bây giờ nói khác lúc ghi');
    expect(inputsOf(transcriptsIn(said)[0] as Transcript)).toHaveLength(14);
    expect(await run(oneWalk)).not.toContain('Lưu ý');
  });

  test('keeps the last thing done when the recording ends before the answer', async () => {
    const isLast = (event: RecordedEvent): boolean => oneWalk.events.indexOf(event) > lastSent('xong');
    const cut = change(oneWalk, (event) => (isLast(event) ? [] : [event]));
    const [transcript] = transcriptsIn(await run(cut));
    expect(inputsOf(transcript as Transcript).at(-1)).toEqual(['xong']);
  });

  test('goes by the answers that were heard when somebody is quicker than the bot', async () => {
    const late = [...oneWalk.events];
    const first = late.findIndex((event) => 'does' in event && event.does === 'press' && event.button.title === 'Xong');
    const answer = late.findIndex((event, index) => index > first && 'oa' in event);
    // The next press comes before the answer to this one.
    const [moved] = late.splice(answer, 1);
    late.splice(answer + 1, 0, moved as RecordedEvent);
    const said = await run({ ...oneWalk, events: late });
    expect(inputsOf(transcriptsIn(said)[0] as Transcript)).toHaveLength(14);
  });
});

const lastSent = (text: string): number =>
  oneWalk.events.findLastIndex(
    (event) => 'does' in event && event.does === 'send' && event.input.kind === 'text' && event.input.text === text,
  );

describe('several walks in one recording', () => {
  const shiftMs = 600_000;
  /** The same walk a second time, ten minutes later. */
  const twice: Recording = {
    ...oneWalk,
    events: [
      ...oneWalk.events,
      ...oneWalk.events.map((event) => ({ ...event, atMs: event.atMs + 4 * 3_600_000 + shiftMs })),
    ],
  };

  test('are said one after the other, or the chosen one alone', async () => {
    const all = await run(twice);
    expect(transcriptsIn(all).map(({ flow, at }) => [flow, at])).toEqual([
      ['open-account', '2026-11-22 09:00'],
      ['open-account', '2026-11-22 13:10'],
    ]);
    expect(all).toContain('# Lượt 1: Mở tài khoản cùng em, 13 lần trả lời');
    expect(transcriptsIn(await run(twice, { walk: '2' })).map(({ at }) => at)).toEqual(['2026-11-22 13:10']);
    await expect(run(twice, { walk: '3' })).rejects.toMatchObject({
      code: 'CLI_USAGE',
      message: expect.stringContaining('bản ghi có 2 lượt.\n  1. Mở tài khoản cùng em'),
    });
  });

  test('go to one numbered file each, and never over another file', async () => {
    using folder = makeTempDir();
    const out = path.join(folder.dir, 'my-case.yaml');
    const said = await run(twice, { out });
    const written = [1, 2].map((number) => path.join(folder.dir, `my-case-${number}.yaml`));
    expect(said).toContain(`Đã ghi ${written[0]}\n`);
    for (const file of written) {
      const transcript = transcriptSchema.parse(parse(readFileSync(file, 'utf8')));
      expect(transcriptProblems(sampleCatalogue(), transcript)).toEqual([]);
    }
    await expect(run(twice, { out })).rejects.toMatchObject({
      code: 'CLI_USAGE',
      message: expect.stringContaining('my-case-1.yaml đã có'),
    });
  });
});

describe('a recording that cannot become a transcript', () => {
  const silent: Recording = { ...oneWalk, events: [] };
  const noWalk = change(oneWalk, (event) => (oneWalk.events.indexOf(event) < 5 ? [event] : []));

  test.each<[string, Recording, Partial<TranscriptRequest>, string, RegExp]>([
    ['nobody wrote', silent, {}, 'RECORDING_WITHOUT_WALK', /chưa có ai nhắn gì\. .*bấm «Ghi lại»/u],
    ['no walk began', noWalk, {}, 'RECORDING_WITHOUT_WALK', /^Bác Ba chưa bắt đầu thẻ hay luồng nào/u],
    [
      'several wrote',
      twoResidents,
      {},
      'RECORDING_RESIDENT_UNCLEAR',
      /2 người nhắn: "Bác Ba", "Cô Tư"\. .*--resident "Bác Ba"/u,
    ],
    ['a stranger is named', oneWalk, { resident: 'Dì Sáu' }, 'RECORDING_RESIDENT_UNCLEAR', /"Dì Sáu" .*: "Bác Ba"\./u],
    ['it is none', {} as Recording, {}, 'RECORDING_INVALID', /không phải bản ghi của trang trò chuyện/u],
    [
      'no file is there',
      oneWalk,
      { recordingFile: '/nowhere.json' },
      'CLI_USAGE',
      /Không đọc được tệp "\/nowhere\.json"/u,
    ],
    ['none is named', oneWalk, { recordingFile: undefined }, 'CLI_USAGE', /--recording ban-ghi\.json, hoặc --from/u],
    ['two are named', oneWalk, { from: 'http://127.0.0.1:1' }, 'CLI_USAGE', /một trong hai/u],
    ['the walk has no number', oneWalk, { walk: 'hai' }, 'CLI_USAGE', /--walk "hai" không phải số thứ tự/u],
    ['the file to write is no YAML', oneWalk, { out: 'a.txt' }, 'CLI_USAGE', /--out "a\.txt"/u],
    [
      'the address is none',
      oneWalk,
      { recordingFile: undefined, from: '127.0.0.1' },
      'CLI_USAGE',
      /không phải địa chỉ/u,
    ],
  ])('is refused when %s, in words an author can follow', async (_what, recording, request, code, message) => {
    await expect(run(recording, request)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
