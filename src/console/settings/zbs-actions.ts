import * as z from 'zod';
import { parseZbsTemplate, readZbsSettings, ZBS_SETTINGS_KEY } from '../../broadcasts/lanes/zbs.ts';
import { codeOf } from '../../shared/errors.ts';
import { defineAction, Refusal } from '../action.ts';

/** What may stand in braces in the value of a parameter. */
export const ZBS_PLACES = ['tiêu đề', 'nội dung', 'liên kết', 'ngày'] as const;
const MAX_FIELDS = 20;

const template = z.object({
  templateId: z.string(),
  fields: z.record(z.string(), z.string()),
  /** A template and its price are set. */
  isOn: z.boolean(),
});

export const showZbs = defineAction({
  name: 'settings.zbs',
  permission: 'settings.view',
  route: { method: 'GET', path: '/zbs-template' },
  summary: 'The paid template message of the fourth lane; empty where none is set.',
  input: z.object({}),
  output: template,
  async run({ deps }) {
    try {
      const kept = parseZbsTemplate(await deps.storage.readMeta({ key: ZBS_SETTINGS_KEY }));
      const isOn = (await readZbsSettings(deps.storage)) !== undefined;
      return { templateId: kept?.templateId ?? '', fields: { ...kept?.fields }, isOn };
    } catch (error) {
      // What cannot be used is as good as none; the form mends it.
      if (codeOf(error) !== 'INPUT_REFUSED') throw error;
      return { templateId: '', fields: {}, isOn: false };
    }
  },
});

/** Why a parameter cannot be kept; undefined = it can. */
function problemOf([name, value]: readonly [string, string]): string | undefined {
  if (!/^[\w-]{1,60}$/u.test(name)) {
    return `Tên tham số “${name.slice(0, 60)}” chưa đúng: chỉ gồm chữ không dấu, số, dấu gạch, như Zalo ghi trong mẫu.`;
  }
  if (value === '' || value.length > 400) return `Tham số ${name}: ghi giá trị, dài nhất 400 ký tự.`;
  for (const [, place = ''] of value.matchAll(/\{([^{}]*)\}/gu)) {
    if (!ZBS_PLACES.some((known) => known === place.normalize('NFC'))) {
      return `Tham số ${name}: không có chỗ điền {${place.slice(0, 40)}}. Dùng được: ${ZBS_PLACES.map((one) => `{${one}}`).join(', ')}.`;
    }
  }
  return undefined;
}

/** Keeps the template; an empty id turns the lane off. What an announcement began with stays as it was. */
export const saveZbs = defineAction({
  name: 'settings.save-zbs',
  permission: 'settings.manage',
  route: { method: 'PUT', path: '/zbs-template' },
  summary: 'Keeps the id of the approved ZBS template and the values of its parameters; an empty id turns the lane off.',
  input: z.object({
    templateId: z
      .string()
      .trim()
      .regex(/^\d{0,20}$/u, { error: 'Mã mẫu chỉ gồm chữ số, dài nhất 20 số, như Zalo ghi.' })
      .default(''),
    fields: z.record(z.string(), z.string()).default({}),
  }),
  output: template,
  async run(context, { templateId, fields }) {
    const { storage } = context.deps;
    const entries = Object.entries(fields).map(([name, value]) => [name.trim(), value.trim()] as const);
    const problem =
      entries.length > MAX_FIELDS
        ? `Nhiều nhất ${MAX_FIELDS} tham số.`
        : entries.map(problemOf).find((one) => one !== undefined);
    if (problem !== undefined) throw new Refusal('Có chỗ chưa đúng. Chưa lưu gì.', { lines: problem });
    if (templateId === '' && entries.length > 0) {
      throw new Refusal('Có chỗ chưa đúng. Chưa lưu gì.', { templateId: 'Ghi mã mẫu, hoặc xóa hết tham số để tắt.' });
    }
    const kept = Object.fromEntries(entries);
    const value = templateId === '' ? '' : JSON.stringify({ templateId, fields: kept });
    const before = (await storage.readMeta({ key: ZBS_SETTINGS_KEY })) ?? '';
    if (value !== before) {
      await context.change({
        subject: 'settings:zbs',
        detail: { templateId, fields: kept },
        writes: [{ operation: 'writeMeta', args: { key: ZBS_SETTINGS_KEY, value } }],
      });
    }
    return { templateId, fields: kept, isOn: (await readZbsSettings(storage)) !== undefined };
  },
});
