import { readFileSync } from 'node:fs';
import type { Recording } from 'zalo-emulator';
import { AppError } from './shared/errors.ts';

/** Where a recording is; one of the two. */
export interface RecordingPlace {
  /** As «Tải về» saves it. */
  readonly recordingFile?: string | undefined;
  /** Address of a running demo or author page, or of an emulator by itself. */
  readonly from?: string | undefined;
}

/** How long a page may take to hand over its recording. */
const FETCH_TIMEOUT_MS = 10_000;

/** What an author presses, as the end of a message. */
export const HOW_TO_RECORD =
  'Trên trang trò chuyện, mở «Bảng điều khiển giả lập», mục «Ghi và lưu», bấm «Ghi lại», trò chuyện, rồi bấm «Dừng».';

/**
 * The recording in a file, or of a running page. Throws `CLI_USAGE` when neither or both are named or cannot be read,
 * `RECORDING_UNREACHABLE` when nothing answers, and `RECORDING_INVALID` for what is no recording.
 */
export async function readRecording({ recordingFile, from }: RecordingPlace): Promise<Recording> {
  if ((recordingFile === undefined) === (from === undefined)) {
    throw new AppError(
      'CLI_USAGE',
      `Cho biết bản ghi lấy ở đâu, một trong hai: --recording ban-ghi.json, hoặc --from http://127.0.0.1:3000. ${HOW_TO_RECORD}`,
    );
  }
  const where = recordingFile ?? from ?? '';
  const value = recordingFile === undefined ? await fetchRecording(where) : readJsonFile(where);
  // Loaded here alone: the other commands need nothing of the emulator.
  const { checkRecording } = await import('zalo-emulator');
  try {
    return checkRecording(value);
  } catch (error) {
    throw new AppError(
      'RECORDING_INVALID',
      `${where} không phải bản ghi của trang trò chuyện (${error instanceof Error ? error.message : String(error)}) Lấy lại bằng nút «Tải về».`,
      { cause: error },
    );
  }
}

function readJsonFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('CLI_USAGE', `Không đọc được tệp "${file}". Xem lại đường dẫn.`, { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('RECORDING_INVALID', `${file} không phải JSON. Lấy lại bản ghi bằng nút «Tải về».`, {
      cause: error,
    });
  }
}

/** The demo and the author page carry the emulator below `/emulator`; an emulator by itself has it at the root. */
async function fetchRecording(from: string): Promise<unknown> {
  if (!/^https?:\/\//u.test(from) || !URL.canParse(from)) {
    throw new AppError('CLI_USAGE', `--from "${from}" không phải địa chỉ. Ví dụ: --from http://127.0.0.1:3000`);
  }
  for (const route of ['/emulator/api/recording', '/api/recording']) {
    const answer = await fetchJson(new URL(route, from), from);
    if (answer !== undefined) return answer;
  }
  throw new AppError(
    'RECORDING_UNREACHABLE',
    `Ở ${from} không có trang trò chuyện thử. Chạy npm run author (hoặc npm start khi dùng thử) rồi lấy địa chỉ nó in ra.`,
  );
}

/** The JSON at an address; undefined when there is none. */
async function fetchJson(url: URL, from: string): Promise<unknown> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    const isJson = response.headers.get('content-type')?.includes('application/json') === true;
    return response.ok && isJson ? await response.json() : undefined;
  } catch (error) {
    throw new AppError(
      'RECORDING_UNREACHABLE',
      `Không gọi được ${from}. Trang trò chuyện có đang chạy không? Chạy npm run author rồi lấy địa chỉ nó in ra.`,
      { cause: error },
    );
  }
}
