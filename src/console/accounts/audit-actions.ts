import * as z from 'zod';
import { CHAIN_BEGINNING, followChain } from '../../storage/audit-chain.ts';
import type { Storage } from '../../storage/ports.ts';
import type { AuditEntry } from '../../storage/staff-ports.ts';
import { parseVietnamTime, vietnamTime } from '../../shared/clock.ts';
import { csvCell } from '../../shared/spreadsheet-text.ts';
import { type ActionContext, defineAction } from '../action.ts';
import { deedName } from './deed-words.ts';

const PAGE = 50;
/** Lines read at a time from the store. */
const BATCH = 1_000;
const DAY_MS = 86_400_000;

const filter = {
  actor: z.string().max(80).optional(),
  action: z.string().max(80).optional(),
  day: z.iso.date({ error: 'Ngày chưa đúng.' }).optional(),
};

const lineShape = z.object({
  seq: z.number(),
  at: z.number(),
  actor: z.string(),
  actorName: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.string(),
});

interface Filter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly day?: string | undefined;
}

function queryOf({ actor, action, day }: Filter): Partial<Parameters<Storage['listAudit']>[0]> {
  const fromAt = day === undefined ? undefined : parseVietnamTime(`${day}T00:00`);
  return {
    ...(actor === undefined || actor === '' ? {} : { actor }),
    ...(action === undefined || action === '' ? {} : { action }),
    ...(fromAt === undefined ? {} : { fromAt, toAt: fromAt + DAY_MS }),
  };
}

const OTHERS: Readonly<Record<string, string>> = { system: 'Máy chủ', 'command-line': 'Dòng lệnh' };

/** Names of everybody who may stand in the record, by id. */
async function namesOf({ deps }: ActionContext): Promise<(actor: string) => string> {
  const accounts = await deps.storage.listStaff({ oaId: deps.oaId });
  const keys = await deps.storage.listStaffKeys({ oaId: deps.oaId });
  const names = new Map([
    ...Object.entries(OTHERS),
    ...accounts.map(({ id, name }) => [id, name] as const),
    ...keys.map(({ id, name }) => [`key:${id}`, `Khóa API ${name}`] as const),
  ]);
  return (actor) => names.get(actor) ?? actor;
}

export const listAudit = defineAction({
  name: 'audit.list',
  permission: 'audit.view',
  route: { method: 'GET', path: '/audit' },
  summary: 'Lines of the record of what staff did, newest first',
  input: z.object({ ...filter, before: z.coerce.number().int().positive().optional() }),
  output: z.object({ lines: z.array(lineShape), next: z.number().optional() }),
  async run(context, { before, ...asked }) {
    const { deps } = context;
    const nameOf = await namesOf(context);
    const query = { ...queryOf(asked), ...(before === undefined ? {} : { beforeSeq: before }) };
    const found = await deps.storage.listAudit({ oaId: deps.oaId, limit: PAGE + 1, ...query });
    const lines = found.slice(0, PAGE).map(({ seq, at, actor, action, subject, detail }) => ({
      ...{ seq, at, actor, actorName: nameOf(actor), action, subject, detail },
    }));
    const last = lines.at(-1);
    return { lines, ...(found.length > PAGE && last ? { next: last.seq } : {}) };
  },
});

/** The line as it is sealed; its deed in words stands last, which no seal covers. */
const COLUMNS = ['Số', 'Lúc', 'Người', 'Việc', 'Đối tượng', 'Chi tiết', 'Mã niêm phong', 'Tên việc'];

export const exportAudit = defineAction({
  name: 'audit.export',
  permission: 'audit.view',
  route: { method: 'GET', path: '/audit/export' },
  summary: 'The record as CSV (UTF-8, with a line for the export itself)',
  input: z.object(filter),
  output: z.object({ csv: z.string() }),
  async run(context, asked) {
    const { deps } = context;
    const nameOf = await namesOf(context);
    await context.change({ subject: '', detail: { ...asked }, writes: [] });
    const rows: string[] = [];
    for (let beforeSeq: number | undefined; ; ) {
      const query = { ...queryOf(asked), ...(beforeSeq === undefined ? {} : { beforeSeq }) };
      const lines: readonly AuditEntry[] = await deps.storage.listAudit({ oaId: deps.oaId, limit: BATCH, ...query });
      for (const { seq, at, actor, action, subject, detail, hash } of lines) {
        rows.push(
          [seq, vietnamTime(at), nameOf(actor), action, subject, detail, hash, deedName(action)].map(csvCell).join(','),
        );
      }
      beforeSeq = lines.at(-1)?.seq;
      if (lines.length < BATCH) break;
    }
    return { csv: `\uFEFF${[COLUMNS.map(csvCell).join(','), ...rows].join('\r\n')}\r\n` };
  },
});

/** Checks the whole chain, a batch at a time. */
export async function verifyAudit(
  storage: Pick<Storage, 'readAudit'>,
): Promise<{ readonly lines: number; readonly lastHash: string; readonly brokenSeq?: number }> {
  let end = CHAIN_BEGINNING;
  for (;;) {
    const lines = await storage.readAudit({ afterSeq: end.seq, limit: BATCH });
    const followed = followChain(end, lines);
    end = followed.end;
    const told = { lines: end.seq, lastHash: end.hash };
    if (followed.brokenSeq !== undefined) return { ...told, brokenSeq: followed.brokenSeq };
    if (lines.length < BATCH) return told;
  }
}

export const checkAudit = defineAction({
  name: 'audit.verify',
  permission: 'audit.view',
  route: { method: 'GET', path: '/audit/verify' },
  summary: 'Check that no line of the record was changed or taken out',
  input: z.object({}),
  output: z.object({ lines: z.number(), lastHash: z.string(), brokenSeq: z.number().optional() }),
  run: ({ deps }) => verifyAudit(deps.storage),
});

export const auditActions = [listAudit, exportAudit, checkAudit];
