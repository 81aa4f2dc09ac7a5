import * as z from 'zod';
import { codeOf } from '../../shared/errors.ts';
import { MAX_FILE_BYTES, TableRefusal } from '../../teams/table-file.ts';
import { type ActionContext, defineAction, Refusal } from '../action.ts';
import { handedCode, keepCodes, makeCodes } from '../teams/codes.ts';
import { keptThings } from '../teams/kept.ts';
import { badLines, goodRows, type ImportPlan, readPlan } from './plan.ts';
import { importView, type Upload, viewOf } from './view.ts';

/** A small file is read before the page is shown; a large one is watched while it is read. */
const PATIENCE_MS = 800;
const KIND = 'import';

const id = z.string().max(100);

/** Puts a file up to be looked at. Nothing is saved by it. */
export const uploadList = defineAction({
  name: 'imports.upload',
  permission: 'teams.manage',
  route: { method: 'POST', path: '/imports' },
  summary: 'Reads a list of teams or members (xlsx or CSV, base64, at most 5 MB) for a look. Saves nothing.',
  input: z.object({
    kind: z.enum(['teams', 'members']),
    fileName: z.string().max(200).default('danh-sach'),
    content: z.base64({ error: 'Chọn một tệp .xlsx hoặc .csv.' }).min(1, { error: 'Chọn một tệp .xlsx hoặc .csv.' }),
  }),
  output: importView,
  async run(context, { kind, fileName, content }) {
    const bytes = Buffer.from(content, 'base64');
    if (bytes.length > MAX_FILE_BYTES) {
      throw new Refusal('Tệp quá lớn.', { content: 'Tệp lớn hơn 5 MB. Hãy chia tệp theo xã.' });
    }
    const wrong = wrongKindOf(fileName, bytes);
    if (wrong !== undefined) throw new Refusal('Tệp này chưa dùng được. Chưa lưu gì.', { content: wrong });
    const { deps, actor, at } = context;
    const upload: Upload = { kind, fileName, bytes, startedAt: at };
    const importId = keptThings(deps).put(actor, KIND, upload);
    const reading = fill(context, upload);
    let cancel: (() => void) | undefined;
    await Promise.race([reading, new Promise<void>((resolve) => (cancel = deps.clock.after(PATIENCE_MS, resolve)))]);
    cancel?.();
    if (upload.refusal !== undefined) {
      keptThings(deps).drop(actor, importId);
      throw new Refusal('Tệp này chưa dùng được. Chưa lưu gì.', { content: upload.refusal });
    }
    return viewOf(context, importId, upload);
  },
});

/** Beginnings of files that are taken for lists by mistake, and what to do instead. */
const OTHER_FILES: readonly (readonly [beginning: string, sentence: string])[] = [
  ['%PDF', 'Đây là tệp PDF. Mở danh sách gốc bằng Excel rồi lưu thành .xlsx.'],
  ['\u00ff\u00d8\u00ff', 'Đây là ảnh. Chép danh sách vào tệp mẫu Excel.'],
  ['\u0089PNG', 'Đây là ảnh. Chép danh sách vào tệp mẫu Excel.'],
];

function wrongKindOf(fileName: string, bytes: Buffer): string | undefined {
  const beginning = bytes.subarray(0, 4).toString('latin1');
  const known = OTHER_FILES.find(([start]) => beginning.startsWith(start))?.[1];
  if (known !== undefined) return known;
  return /\.(?:docx?|pptx?|zip|rar|html?)$/iu.test(fileName)
    ? 'Đây không phải tệp Excel hay CSV. Chép danh sách vào tệp mẫu Excel.'
    : undefined;
}

/** Reads the file into the upload. Never throws. */
async function fill(context: Pick<ActionContext, 'deps' | 'actor' | 'at'>, upload: Upload): Promise<void> {
  try {
    upload.plan = await readPlan(context, upload.kind, upload.bytes);
  } catch (error) {
    if (!(error instanceof TableRefusal))
      context.deps.logger.error({ err: error }, 'an uploaded list could not be read');
    upload.refusal = error instanceof TableRefusal ? error.sentence : `Không đọc được tệp (mã ${codeOf(error)}).`;
  }
}

function uploadOf({ deps, actor }: ActionContext, importId: string): Upload {
  const found = keptThings(deps).find(actor, KIND, importId) as Upload | undefined;
  if (found) return found;
  throw new Refusal('Bản xem trước đã hết hạn (30 phút) hoặc đã nhập xong. Bạn tải tệp lên lại.');
}

/** What an uploaded list would do. */
export const getImport = defineAction({
  name: 'imports.get',
  permission: 'teams.manage',
  route: { method: 'GET', path: '/imports/:id' },
  summary: 'What an uploaded list would do, and its bad rows. For half an hour, for whoever uploaded it.',
  input: z.object({ id }),
  output: importView,
  run: async (context, { id: importId }) => viewOf(context, importId, uploadOf(context, importId)),
});

/** Saves what was looked at: all of it in one transaction, or nothing. */
export const confirmImport = defineAction({
  name: 'imports.confirm',
  permission: 'teams.manage',
  route: { method: 'POST', path: '/imports/:id/confirm' },
  summary: 'Saves an uploaded list in one transaction. With bad rows only when told to leave them out.',
  input: z.object({
    id,
    /** Bad rows are left out. */
    skipBad: z.literal('yes').optional(),
  }),
  output: z.object({
    kind: z.enum(['teams', 'members']),
    added: z.number(),
    changed: z.number(),
    skippedLines: z.number(),
    /** Of members: the page that shows the codes, for half an hour. */
    keptId: z.string().optional(),
    /** Of members: the codes, this one time. */
    codes: z.array(handedCode).optional(),
  }),
  async run(context, { id: importId, skipBad }) {
    const { deps, actor } = context;
    const upload = uploadOf(context, importId);
    const seen = upload.plan;
    if (!seen) throw new Refusal('Tệp còn đang đọc. Bạn đợi thêm một chút.');
    // Read anew: others may have changed teams since, and what is saved must be what was looked at.
    const plan = await readPlan(context, upload.kind, upload.bytes);
    if (JSON.stringify(plan) !== JSON.stringify(seen)) {
      upload.plan = plan;
      throw new Refusal(
        'Danh sách tổ vừa có người thay đổi, nên bản xem trước đã được làm lại. Bạn xem rồi bấm lần nữa.',
      );
    }
    const skippedLines = badLines(plan);
    if (skippedLines > 0 && skipBad !== 'yes') {
      throw new Refusal('Tệp còn dòng lỗi. Chưa lưu gì.', {
        skipBad: `Đánh dấu ô này để bỏ qua ${skippedLines} dòng lỗi, hoặc sửa tệp rồi tải lên lại.`,
      });
    }
    if (goodRows(plan) === 0) throw new Refusal('Không có dòng nào để nhập. Chưa lưu gì.');
    const done =
      plan.kind === 'teams'
        ? await saveTeams(context, plan, skippedLines)
        : await savePeople(context, plan, skippedLines);
    keptThings(deps).drop(actor, importId);
    return done;
  },
});

async function saveTeams(
  context: ActionContext,
  { added, changed }: Extract<ImportPlan, { kind: 'teams' }>,
  skippedLines: number,
) {
  const teams = [...added, ...changed.map(({ team }) => team)];
  await context.change({
    subject: '',
    detail: {
      added: added.length,
      changed: changed.length,
      skippedLines,
      codes: teams.slice(0, 100).map(({ code }) => code),
    },
    writes: [{ operation: 'saveTeams', args: { oaId: context.deps.oaId, teams, at: context.at } }],
  });
  return { kind: 'teams' as const, added: added.length, changed: changed.length, skippedLines };
}

async function savePeople(
  context: ActionContext,
  { people, placeNames }: Extract<ImportPlan, { kind: 'members' }>,
  skippedLines: number,
) {
  const { codes, write } = makeCodes(
    context,
    people,
    ({ teamCode, communeCode }) => placeNames[teamCode === '' ? communeCode : teamCode] ?? '',
  );
  await context.change({ subject: '', detail: { invited: people.length, skippedLines }, writes: [write] });
  const keptId = keepCodes(context.deps, context.actor, { codes, backTo: '/to' });
  return { kind: 'members' as const, added: people.length, changed: 0, skippedLines, keptId, codes: [...codes] };
}
