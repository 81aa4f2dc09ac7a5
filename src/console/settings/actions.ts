import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { OFFICE_CHECKED_KEY } from '../../storage/settings-ports.ts';
import { type ActionContext, defineAction, Refusal } from '../action.ts';
import { groupOf, readValue, settingGroups } from './values.ts';

const values = z.record(z.string(), z.string());

/** All single values as they are kept; '' where the default applies. */
export const showSettings = defineAction({
  name: 'settings.show',
  permission: 'settings.view',
  route: { method: 'GET', path: '/settings' },
  summary: 'Single settings of the province; empty where the default applies.',
  input: z.object({}),
  output: z.object({ values }),
  async run({ deps }) {
    const kept: Record<string, string> = {};
    for (const { key, name } of settingGroups.flatMap((group) => group.values)) {
      kept[name] = (await deps.storage.readMeta({ key })) ?? '';
    }
    return { values: kept };
  },
});

/** Saves the values of one page: all of them or none. */
export const saveSettings = defineAction({
  name: 'settings.save',
  permission: 'settings.manage',
  route: { method: 'PUT', path: '/settings/:group' },
  summary: 'Saves one page of settings; an empty value means the default.',
  input: z.object({ group: z.enum(['co-quan', 'thong-bao']), values }),
  output: z.object({ changed: z.array(z.string()) }),
  async run(context, { group, values: typed }) {
    const { deps } = context;
    const found = groupOf(group);
    const problems: Record<string, string> = {};
    const writes: { key: string; value: string; name: string; before: string }[] = [];
    for (const value of found?.values ?? []) {
      const given = typed[value.name];
      if (given === undefined) continue;
      const read = readValue(value, given);
      if ('problem' in read) problems[value.name] = read.problem;
      else {
        const before = (await deps.storage.readMeta({ key: value.key })) ?? '';
        if (before !== read.keep) writes.push({ key: value.key, value: read.keep, name: value.name, before });
      }
    }
    const minuteOf = (name: string, fallback: number): number => {
      const value = found?.values.find((one) => one.name === name);
      const read = value && readValue(value, typed[name] ?? '');
      return read && 'keep' in read && read.keep !== '' ? Number(read.keep) : fallback;
    };
    if (group === 'thong-bao' && minuteOf('from', 420) >= minuteOf('to', 1_260)) {
      problems['to'] ??= 'Giờ kết thúc phải sau giờ bắt đầu.';
    }
    if (Object.keys(problems).length > 0) throw new Refusal('Có chỗ chưa đúng. Chưa lưu gì.', problems);
    const checks = await officeChecks(context, group, typed);
    if (writes.length > 0 || checks.length > 0) {
      await context.change({
        subject: `settings:${group}`,
        detail: Object.fromEntries([
          ...writes.map(({ name, before, value }) => [name, { before, after: value }] as const),
          ...checks.map(({ value }) => ['hotlineChecked', { after: value }] as const),
        ]),
        writes: [...writes, ...checks].map(({ key, value }) => ({ operation: 'writeMeta', args: { key, value } })),
      });
    }
    return { changed: writes.map(({ name }) => name) };
  },
});

/** Saving the page says that the number was checked today, also where it stays the same. */
async function officeChecks(
  { deps, at }: ActionContext,
  group: string,
  typed: Readonly<Record<string, string>>,
): Promise<readonly { readonly key: string; readonly value: string }[]> {
  const hotline = typed['hotline']?.trim();
  if (group !== 'co-quan' || hotline === undefined) return [];
  const value = hotline === '' ? '' : vietnamDay(at);
  const before = (await deps.storage.readMeta({ key: OFFICE_CHECKED_KEY })) ?? '';
  return before === value ? [] : [{ key: OFFICE_CHECKED_KEY, value }];
}

const contact = z.object({
  communeCode: z.string(),
  hotline: z.string(),
  centre: z.string(),
  address: z.string(),
  openingHours: z.string(),
  checkedOn: z.string(),
});

export const listContacts = defineAction({
  name: 'settings.contacts',
  permission: 'settings.view',
  route: { method: 'GET', path: '/commune-contacts' },
  summary: 'Hotlines and public service centres by commune.',
  input: z.object({}),
  output: z.object({ contacts: z.array(contact) }),
  async run({ deps }) {
    return { contacts: [...(await deps.storage.listCommuneContacts({ oaId: deps.oaId }))] };
  },
});

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, { error: `Dài nhất ${max} ký tự.` })
    .default('');

/** Keeps what residents of a commune are told; all empty = nothing is told. */
export const saveContact = defineAction({
  name: 'settings.save-contact',
  permission: 'settings.manage',
  route: { method: 'PUT', path: '/commune-contacts/:communeCode' },
  summary: 'Keeps the hotline and the centre of a commune; all empty removes them.',
  input: z.object({
    communeCode: z.string().regex(/^\d{5}$/u, { error: 'Mã xã gồm 5 chữ số.' }),
    hotline: z
      .string()
      .trim()
      .transform((value) => value.replaceAll(/[\s.]/gu, ''))
      .refine((value) => value === '' || /^\d{3,12}$/u.test(value), {
        error: 'Số điện thoại chỉ gồm chữ số, từ 3 đến 12 số.',
      })
      .default(''),
    centre: line(120),
    address: line(200),
    openingHours: line(100),
  }),
  output: contact,
  async run(context, input) {
    const { deps } = context;
    if (!deps.places.commune(input.communeCode)) {
      throw new Refusal('Không có xã mang mã này.', { communeCode: 'Không có xã mang mã này.' });
    }
    const kept = { ...input, checkedOn: vietnamDay(context.at) };
    await context.change({
      subject: `commune:${input.communeCode}`,
      detail: { ...kept },
      writes: [{ operation: 'saveCommuneContact', args: { oaId: deps.oaId, ...kept } }],
    });
    return kept;
  },
});
