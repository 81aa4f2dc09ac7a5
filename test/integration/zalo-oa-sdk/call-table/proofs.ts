import type { ApiCall } from 'zalo-emulator';
import { FACT_SHEET, nameOf, type Row, type Topic } from './fact-sheet.ts';

/** Calls that reached the emulator in the tests of this file, by what came of them. */
const accepted: Pick<ApiCall, 'method' | 'path' | 'requestBody'>[] = [];
const refused: Pick<ApiCall, 'method' | 'path' | 'requestBody'>[] = [];

/** Keeps what an emulator logged. A call whose answer a fault spoiled proves nothing. */
export function keepAsProof(
  calls: readonly Pick<ApiCall, 'method' | 'path' | 'requestBody' | 'answer' | 'fault'>[],
): void {
  for (const call of calls) {
    const { answer } = call;
    if (typeof answer !== 'object' || answer === null) continue;
    const error = 'error' in answer ? answer.error : 0;
    (error === 0 ? accepted : refused).push(call);
  }
}

/** The rows of a topic which no test of this file has had both accepted and refused; to be asserted empty at its end. */
export function unprovenRows(topic: Topic): string[] {
  return FACT_SHEET.flatMap((row) => {
    if (row.topic !== topic) return [];
    const isMissing = (calls: typeof accepted) => !calls.some((call) => isOf(row, call));
    return [
      ...(isMissing(accepted) ? [`${nameOf(row)}: never accepted`] : []),
      ...(isMissing(refused) ? [`${nameOf(row)}: never refused`] : []),
    ];
  });
}

function isOf(row: Row, { method, path, requestBody }: Pick<ApiCall, 'method' | 'path' | 'requestBody'>): boolean {
  const [pathname = '', query = ''] = path.split('?');
  if (`${method} ${pathname}` !== row.call) return false;
  return row.is?.({ body: requestBody, query: new URLSearchParams(query) }) ?? true;
}
