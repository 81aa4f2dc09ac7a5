import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Recording } from 'zalo-emulator';
import type { Catalogue } from './catalog/catalogue.ts';
import { FIRST_HOUR_CARD, FIRST_HOUR_FLOW } from './conversation/first-hour.ts';
import { parseOrder } from './conversation/payloads.ts';
import { lazyPlaceFinder } from './conversation/place-finder.ts';
import { AppError } from './shared/errors.ts';
import { HOW_TO_RECORD, readRecording, type RecordingPlace } from './transcript-source.ts';
import type { GuideName, RecordedOrder, RecordingReader } from './transcripts/beginnings.ts';
import { dialogueOf, residentsIn } from './transcripts/dialogue.ts';
import { keepAsJson } from './transcripts/play.ts';
import { rewriteTranscript } from './transcripts/rewrite.ts';
import { findWalks, type RecordedWalk } from './transcripts/walks.ts';
import { CACHE_DIR } from './config.ts';
import { loadUnderstanding } from './understanding/load.ts';

/** What `bot transcript` was asked for. */
export interface TranscriptRequest extends RecordingPlace {
  /** Folder that holds `flows/` and `content/`. */
  readonly rootDir: string;
  readonly catalogue: Catalogue;
  /** Name on the chat page; needed only when several residents wrote. */
  readonly resident?: string | undefined;
  /** Number of the walk, "1" for the first; all of them without it. */
  readonly walk?: string | undefined;
  /** File to write, `.yaml`; several walks go to `<name>-1.yaml`, `<name>-2.yaml`. Without it they are said. */
  readonly out?: string | undefined;
  /** Takes what the author reads. */
  say(text: string): void;
}

/**
 * Turns what a resident did on the chat page into transcripts, with the answers the bot gives now. Throws `CLI_USAGE`
 * for options that cannot be used, `RECORDING_UNREACHABLE`, `RECORDING_INVALID`, `RECORDING_RESIDENT_UNCLEAR` when it is
 * not clear whose dialogue is meant, and `RECORDING_WITHOUT_WALK`.
 */
export async function writeTranscripts(request: TranscriptRequest): Promise<void> {
  const { catalogue, say } = request;
  const wanted = readWalkNumber(request.walk);
  if (request.out !== undefined && !/\.ya?ml$/u.test(request.out)) {
    throw new AppError(
      'CLI_USAGE',
      `--out "${request.out}" không phải tệp .yaml. Ví dụ: --out test/transcripts/my-case.yaml`,
    );
  }
  const recording = await readRecording(request);
  const person = chooseResident(recording, request.resident);
  const reader = createReader(request);
  const walks = findWalks(reader, dialogueOf(recording, person));
  if (walks.length === 0) {
    throw new AppError(
      'RECORDING_WITHOUT_WALK',
      `${person} chưa bắt đầu thẻ hay luồng nào trong bản ghi này. Ghi lại từ trước lúc bấm chọn hướng dẫn. ${HOW_TO_RECORD}`,
    );
  }
  if (wanted !== undefined && wanted > walks.length) {
    throw new AppError('CLI_USAGE', `--walk ${wanted} không có: bản ghi có ${walks.length} lượt.\n${listOf(walks)}`);
  }
  const chosen = walks.map((walk, index) => ({ walk, number: index + 1 }));
  const kept = chosen.filter(({ number }) => wanted === undefined || number === wanted);
  const { places } = reader;
  const toYaml = ({ transcript }: RecordedWalk): string =>
    rewriteTranscript(catalogue, transcript, { keep: keepAsJson, ...(places && { places }) });
  if (request.out === undefined) {
    return say(
      kept
        .map(({ walk, number }) => `${headingOf(walk, number)}\n${toYaml(walk)}`)
        .join('---\n')
        .trimEnd(),
    );
  }
  const files = kept.map(({ walk, number }) => ({
    walk,
    number,
    file: fileOf(request.out ?? '', number, kept.length),
  }));
  const taken = files.find(({ file }) => existsSync(file));
  if (taken) {
    throw new AppError('CLI_USAGE', `Tệp ${taken.file} đã có. Chọn tên khác cho --out, hoặc xóa tệp cũ trước.`);
  }
  for (const { walk, number, file } of files) {
    writeText(file, toYaml(walk));
    say(`${headingOf(walk, number).slice(2)}\nĐã ghi ${file}`);
  }
  say('Sửa dòng "about" cho người sau hiểu, rồi kiểm tra: npm run transcripts');
}

function headingOf({ title, transcript, changed }: RecordedWalk, number: number): string {
  const heading = `# Lượt ${number}: ${title}, ${transcript.turns.length - 1} lần trả lời`;
  return changed === 0
    ? heading
    : `${heading}\n# Lưu ý: ${changed} chỗ trợ lý bây giờ nói khác lúc ghi; ở đây là lời bây giờ.`;
}

const listOf = (walks: readonly RecordedWalk[]): string =>
  walks.map(({ title }, index) => `  ${index + 1}. ${title}`).join('\n');

function fileOf(out: string, number: number, count: number): string {
  if (count === 1) return out;
  const { dir, name, ext } = path.parse(out);
  return path.join(dir, `${name}-${number}${ext}`);
}

function writeText(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new AppError('CLI_USAGE', `Không ghi được tệp ${file}. Xem lại thư mục.`, { cause: error });
  }
}

function readWalkNumber(walk: string | undefined): number | undefined {
  if (walk === undefined) return undefined;
  const number = Number(walk);
  if (Number.isInteger(number) && number > 0) return number;
  throw new AppError('CLI_USAGE', `--walk "${walk}" không phải số thứ tự. Ví dụ: --walk 2`);
}

function chooseResident(recording: Recording, wanted: string | undefined): string {
  const names = residentsIn(recording);
  const listed = names.map((name) => `"${name}"`).join(', ');
  if (names.length === 0) {
    throw new AppError('RECORDING_WITHOUT_WALK', `Trong bản ghi chưa có ai nhắn gì. ${HOW_TO_RECORD}`);
  }
  if (wanted !== undefined) {
    if (names.includes(wanted)) return wanted;
    throw new AppError(
      'RECORDING_RESIDENT_UNCLEAR',
      `Trong bản ghi không có ai tên "${wanted}" nhắn tin. Người đã nhắn: ${listed}.`,
    );
  }
  const [only] = names;
  if (names.length === 1 && only !== undefined) return only;
  throw new AppError(
    'RECORDING_RESIDENT_UNCLEAR',
    `Bản ghi có ${names.length} người nhắn: ${listed}. Chọn một người, ví dụ: --resident ${JSON.stringify(only)}`,
  );
}

/** The bot as a recording shows it: its buttons, and what it starts for a typed text. */
function createReader({ catalogue, rootDir }: TranscriptRequest): RecordingReader {
  const understanding = loadUnderstanding(catalogue.entries(), rootDir, CACHE_DIR);
  const emergency: GuideName = catalogue.flow(FIRST_HOUR_FLOW)
    ? { type: 'flow', id: FIRST_HOUR_FLOW }
    : { type: 'card', id: FIRST_HOUR_CARD };
  return {
    catalogue,
    places: lazyPlaceFinder(rootDir),
    readOrder: readWalkOrder,
    guess(text) {
      const meaning = understanding.understand(text);
      if (meaning.decision === 'emergency') return emergency;
      if (meaning.decision !== 'answer') return undefined;
      const { kind, id } = meaning.hit.entry;
      return { type: kind, id };
    },
  };
}

function readWalkOrder(payload: string): RecordedOrder | undefined {
  const order = parseOrder(payload);
  switch (order?.type) {
    case 'card':
    case 'flow':
      return { type: order.type, id: order.id };
    case 'choice':
      return order;
    case 'resume':
      return { type: 'resume' };
    default:
      return undefined;
  }
}
